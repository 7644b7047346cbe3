using System;
using System.Linq;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.X509;

namespace Gateway.LabCa;

/// <summary>The CA's revocation list: <c>crl.der</c> in its folder, its number only ever
/// grows.</summary>
internal sealed class RevocationList
{
    private const int DaysToNext = 7;
    private const string FileName = "crl.der";

    private readonly CertificateAuthority _authority;
    private readonly CaStore _store;
    private readonly TimeProvider _clock;
    private X509Crl _current;

    public RevocationList(CertificateAuthority authority, CaStore store, TimeProvider clock)
    {
        _authority = authority;
        _store = store;
        _clock = clock;
        byte[]? stored = store.ReadFile(FileName);
        try
        {
            _current = stored is null ? Publish(BigInteger.One) : new X509Crl(stored);
        }
        catch (Exception fault) when (CmpRequest.IsFormatFault(fault))
        {
            throw new LabCaException($"{FileName} in {store.Directory} cannot be read", fault);
        }
    }

    /// <summary>The list in force, made anew when its time is over.</summary>
    public X509Crl Current
    {
        get
        {
            if (_current.NextUpdate <= _clock.GetUtcNow().UtcDateTime)
                Renew();
            return _current;
        }
    }

    /// <summary>Writes the next list.</summary>
    public void Renew() => _current = Publish(NumberOf(_current).Add(BigInteger.One));

    private static BigInteger NumberOf(X509Crl list) => DerInteger.GetInstance(
        Asn1Object.FromByteArray(
            list.GetExtensionValue(X509Extensions.CrlNumber).GetOctets())).PositiveValue;

    private X509Crl Publish(BigInteger number)
    {
        DateTime now = SerialNumbers.WholeSeconds(_clock.GetUtcNow()).UtcDateTime;
        var generator = new X509V2CrlGenerator();
        generator.SetThisUpdate(now);
        generator.SetNextUpdate(now.AddDays(DaysToNext));
        foreach (IssuedCertificate entry in _store.Issued.Where(one =>
            one.Status == CertificateStatus.Revoked))
            generator.AddCrlEntry(new BigInteger(entry.Serial, 16),
                (entry.RevokedAt ?? entry.IssuedAt).UtcDateTime, entry.RevocationCode ?? 0);
        generator.AddExtension(X509Extensions.CrlNumber, false, new CrlNumber(number));
        X509Crl list = _authority.Sign(generator);
        _store.WriteFile(FileName, list.GetEncoded());
        return list;
    }
}
