using Gateway.Cli;
using Gateway.Config;
using Gateway.Core;
using Gateway.Hal;
using Gateway.Pki;
using Gateway.Store;

namespace Gateway.App;

/// <summary>
/// Writes a PKCS #10 request (RFC 2986) to a file, or in PEM form on the console, to be carried to
/// a CA by hand.
/// </summary>
internal sealed class Pkcs10Job : IShellJob
{
    private readonly CmpParts _parts;
    private readonly SessionSettings _session;
    private readonly EntitySettings _entity;
    private readonly string _fileName;
    private bool _isAnnounced;

    /// <summary>A job for a session and its entity; PEM on the console without a file.</summary>
    public Pkcs10Job(CmpParts parts, SessionSettings session, EntitySettings entity,
        string fileName)
    {
        _parts = parts;
        _session = session;
        _entity = entity;
        _fileName = fileName;
    }

    /// <inheritdoc/>
    public bool Succeeded { get; private set; }

    /// <inheritdoc/>
    public bool Step(long nowMs, IShellOutput output)
    {
        // One signature, which is long on the board: say so first.
        if (!_isAnnounced)
        {
            _isAnnounced = true;
            output.Progress("Signing the request...");
            return true;
        }

        byte[] request = Make(out string error);
        if (request != null) error = Give(request, output);
        if (error != null) output.Line("Error: " + error);
        Succeeded = error == null;
        return false;
    }

    /// <inheritdoc/>
    public void Cancel(IShellOutput output) =>
        output.Line("Error: The request was cancelled; nothing was written.");

    private byte[] Make(out string error)
    {
        byte[] subject = EntityNames.Subject(_entity, out error);
        if (subject == null)
        {
            error = "The PKI entity " + _entity.Name + " cannot be used: " + error + ".";
            return null;
        }

        StoredKey key = _parts.Keys.Find(_session.KeyPairName);
        byte[] privateKey = _parts.Keys.OpenPrivateKey(_session.KeyPairName);
        byte[] request = privateKey == null ? null
            : Sign(subject, key.PublicKey, privateKey);
        Bytes.Wipe(privateKey);
        if (request == null)
        {
            error = "The key pair " + _session.KeyPairName + " cannot sign on this board; create"
                + " it with 'pki rsa local-key-pair create " + _session.KeyPairName + "'.";
        }

        return request;
    }

    private byte[] Sign(byte[] subject, byte[] publicKey, byte[] privateKey)
    {
        SignatureAlgorithm algorithm = SigningKeys.Algorithm(_session, publicKey);
        byte[] info =
            CertificationRequest.Info(subject, publicKey, EntityNames.Alternative(_entity));
        byte[] signature = _parts.Engine.Sign(algorithm, privateKey, info, 0, info.Length);
        return signature == null ? null : CertificationRequest.Write(info, algorithm, signature);
    }

    private string Give(byte[] request, IShellOutput output)
    {
        bool isPem = _fileName == null || _parts.WritesPemFiles;
        byte[] content = isPem
            ? Pem.Encode(CertificationRequest.PemLabel, request, 0, request.Length) : request;
        if (_fileName == null)
        {
            TextLines.Write(content, output);
            return null;
        }

        FlashResult result = _parts.Files.Write(_fileName, content, _parts.Clock.UtcNow());
        return result == FlashResult.Ok ? null
            : "The file " + _fileName + " was not written: " + FlashText.Of(result) + ".";
    }
}
