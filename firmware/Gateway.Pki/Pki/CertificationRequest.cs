using Gateway.Core;
namespace Gateway.Pki;
/// <summary>s</summary>
public static class CertificationRequest
{
    /// <summary>s</summary>
    public static byte[] Info(byte[] subject, byte[] publicKey, byte[] subjectAltName) => null;
    /// <summary>s</summary>
    public static byte[] Write(byte[] info, SignatureAlgorithm algorithm, byte[] signature) => null;
}
