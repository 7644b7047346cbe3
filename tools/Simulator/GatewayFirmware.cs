using System;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Gateway.App;
using Gateway.Cli;
using Gateway.Core;
using Gateway.Hal;
using Gateway.Hal.Sim;
using Gateway.Store;

namespace Gateway.Simulator;

/// <summary>The gateway's application on a simulated board.</summary>
public sealed class GatewayFirmware : IBoardApplication
{
    private const string IdentityCommand = "cmp-request authentication-cert ";

    private readonly GatewayApplication _application;
    private readonly bool _isScripted;

    /// <summary>The firmware of a board that just got power.</summary>
    /// <param name="board">The hardware.</param>
    /// <param name="isScripted">Whether a script types, which has no screen and answers no
    /// <c>---- More ----</c>.</param>
    /// <param name="http">In place of the board's HTTP, or null.</param>
    /// <param name="engine">In place of the portable key engine, or null.</param>
    public GatewayFirmware(SimBoard board, bool isScripted, IHttpTransport? http = null,
        IKeyEngine? engine = null)
    {
        _isScripted = isScripted;
        _application = new GatewayApplication(new GatewayParts
        {
            Board = board.Info,
            Flash = board.Flash,
            Clock = board.Clock,
            Entropy = board.Entropy,
            Console = board.Serial,
            ScreenWidth = isScripted ? 0 : Terminal.ScreenWidthDefault,
            Ports = board.Ports,
            Http = http ?? board.Http,
            Engine = engine,
            Time = board.Time,
        });
    }

    /// <inheritdoc/>
    public bool IsWaitingForInput => _application.IsWaitingForInput;

    /// <inheritdoc/>
    public long DueMs => _application.DueMs;

    /// <inheritdoc/>
    public bool RebootRequested => _application.IsRebootRequested;

    /// <inheritdoc/>
    /// <exception cref="IOException">The firmware cannot run on this board.</exception>
    public void Start(long nowMs)
    {
        if (!_application.Start()) throw new IOException(_application.StartFailure);
        if (_isScripted) _application.Terminal.IsPagingEnabled = false;
    }

    /// <inheritdoc/>
    public bool Poll() => _application.Poll();

    /// <summary>What a factory does to a new board before it first starts.</summary>
    /// <exception cref="IOException">The flash does not take it.</exception>
    public static void Prepare(SimBoard board)
    {
        string? problem = Provisioning.Prepare(board.Flash, board.Entropy, board.Info.ChipId, null!,
            board.Clock.IsSet ? board.Clock.UtcSeconds : UtcTime.Unknown);
        if (problem is not null) throw new IOException(problem);
    }

    /// <summary>
    /// What provisioning does to a board that has not started yet: leaves a MAC secret in its
    /// flash.
    /// </summary>
    /// <exception cref="IOException">The flash does not take it.</exception>
    public static void ProvisionMacSecret(
        SimBoard board, string reference, ReadOnlySpan<byte> secret, bool isOneTime = false)
    {
        byte[] copy = secret.ToArray();
        string? problem = Provisioning.StoreMacSecret(
            board.Flash, board.Entropy, board.Info.ChipId, reference, copy, isOneTime);
        Array.Clear(copy);
        if (problem is not null) throw new IOException(problem);
    }

    /// <summary>A file of the board or, when it was imported and deleted, the certificate of that
    /// name.</summary>
    public static byte[]? ReadCertificate(SimBoard board, string name)
    {
        RecordStore records = new(board.Flash);
        CertificateStore certificates = new(records);
        return new FileStore(records).Read(name)
            ?? certificates.Read(CertificateKind.Local, name)
            ?? certificates.Read(CertificateKind.Ca, name);
    }

    /// <summary>The name of the certificate that a session of the saved configuration signs with;
    /// null when none does.</summary>
    public static string? ReadIdentity(SimBoard board)
    {
        string text = new ConfigurationStore(new RecordStore(board.Flash)).Read() ?? "";
        return text.Split('\n').Select(line => line.Trim())
            .FirstOrDefault(line => line.StartsWith(IdentityCommand, StringComparison.Ordinal))
            ?[IdentityCommand.Length..];
    }

    /// <summary>Whether the board has the private key that belongs to a certificate.</summary>
    /// <exception cref="CryptographicException">It is no certificate.</exception>
    public static bool HasKeyOf(SimBoard board, byte[] certificate)
    {
        using X509Certificate2 parsed = X509CertificateLoader.LoadCertificate(certificate);
        KeyStore keys = new(new RecordStore(board.Flash), null!);
        return keys.FindOwner(parsed.PublicKey.ExportSubjectPublicKeyInfo()) is not null;
    }
}
