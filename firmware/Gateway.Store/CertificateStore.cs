using Gateway.Core;
using Gateway.Hal;

namespace Gateway.Store;

/// <summary>
/// Imported certificates (DER) by kind and file name; what is here survives the deletion of the
/// file that it came from.
/// </summary>
public sealed class CertificateStore
{
    private readonly FileStore _ca;
    private readonly FileStore _local;

    /// <summary>Certificates in these records.</summary>
    public CertificateStore(RecordStore records)
    {
        _ca = new FileStore(records, RecordKinds.CaCertificate);
        _local = new FileStore(records, RecordKinds.LocalCertificate);
    }

    /// <summary>A certificate, DER; null when there is none of that kind and name.</summary>
    public byte[] Read(CertificateKind kind, string name) => Of(kind).Read(name);

    /// <summary>
    /// How a certificate is: <see cref="RecordState.Absent"/> when there is none,
    /// <see cref="RecordState.Lost"/> when there was one and it is gone for good,
    /// <see cref="RecordState.Unreadable"/> when flash does not give all of it now.
    /// </summary>
    public RecordState StateOf(CertificateKind kind, string name) => Of(kind).StateOf(name);

    /// <summary>Stores a certificate, replacing one of the same kind and name.</summary>
    public FlashResult Write(CertificateKind kind, string name, byte[] der, long utcSeconds) =>
        Of(kind).Write(name, der, utcSeconds);

    /// <summary>Deletes a certificate.</summary>
    public FlashResult Delete(CertificateKind kind, string name) => Of(kind).Delete(name);

    /// <summary>All certificates of a kind.</summary>
    public StoredFile[] List(CertificateKind kind) => Of(kind).List();

    private FileStore Of(CertificateKind kind) => kind == CertificateKind.Ca ? _ca : _local;
}
