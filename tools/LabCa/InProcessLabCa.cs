using System;
using System.Collections.Generic;
using Org.BouncyCastle.Security;

namespace Gateway.LabCa;

/// <summary>The CA's answer to one message, with what a log would say.</summary>
/// <param name="Body">DER of the PKIMessage.</param>
/// <param name="HttpStatus">Status it goes out under.</param>
/// <param name="Request">Name of the body that was asked with, <c>?</c> for no message.</param>
/// <param name="Result">What came of it, one line.</param>
public sealed record InProcessAnswer(byte[] Body, int HttpStatus, string Request, string Result);

/// <summary>
/// The lab CA without sockets and files: bytes in, bytes out, its time that of the options' clock.
/// It is gone with the object. One thread at a time.
/// </summary>
public sealed class InProcessLabCa
{
    private readonly CaState _state;
    private readonly CmpResponder _responder;
    private readonly MisbehaviourList _misbehaviours = new();
    private readonly CertificateAuthority _authority;

    /// <summary>A new CA; address, port and folder of the options are not used.</summary>
    public InProcessLabCa(LabCaOptions options)
    {
        SecureRandom random = SeededRandom.Create(options.RandomSeed);
        var store = new CaStore(new MemoryCaFiles());
        _authority = CertificateAuthority.LoadOrCreate(store, options, random);
        _state = new CaState(options, store, _authority, random);
        _responder = new CmpResponder(options, _state, random, _misbehaviours);
    }

    /// <summary>The CA's certificate.</summary>
    public byte[] CertificateDer => [.. _authority.CertificateDer];

    /// <summary>All certificates that were ever issued, oldest first.</summary>
    public IReadOnlyList<IssuedCertificate> Issued => _responder.Issued;

    /// <summary>Where a certificate stands; null when this CA did not issue it.</summary>
    /// <param name="serial">Serial number as in <see cref="IssuedCertificate.Serial"/>.</param>
    public CertificateStatus? StatusOf(string serial) =>
        _responder.Issued.FindLast(one => one.Serial == serial)?.Status;

    /// <summary>Answers one message.</summary>
    public InProcessAnswer Respond(byte[] message)
    {
        CmpAnswer answer = _responder.Respond(message, new CmpPath("/", null));
        return new InProcessAnswer(answer.Body, answer.HttpStatus, answer.Request, answer.Result);
    }

    /// <summary>Makes the CA fail, in ways that do not concern HTTP.</summary>
    /// <param name="what">How.</param>
    /// <param name="answers">How many answers it spoils; null: all until
    /// <see cref="Behave"/>.</param>
    public void Misbehave(Misbehaviour what, int? answers = null) =>
        _misbehaviours.Add(what, answers, 0);

    /// <summary>Ends all misbehaviour.</summary>
    public void Behave() => _misbehaviours.Clear();

    /// <summary>Revokes a certificate.</summary>
    public void Revoke(string serial, int reason = 0) => _state.Revoke(serial, reason);
}
