using Gateway.Config;
using Gateway.Pki;

namespace Gateway.App;

/// <summary>The names of a PKI entity in DER.</summary>
internal static class EntityNames
{
    /// <summary>The subject, in the order that routers use; null and the reason when a value cannot
    /// stand in a name.</summary>
    public static byte[] Subject(EntitySettings entity, out string reason)
    {
        string[] attributes = { "C", "ST", "L", "O", "OU", "CN" };
        string[] values =
        {
            entity.Country, entity.State, entity.Locality, entity.Organization,
            entity.OrganizationUnit, entity.CommonName,
        };
        DistinguishedNameBuilder name = new DistinguishedNameBuilder();
        for (int i = 0; i < attributes.Length; i++)
        {
            if (values[i] == null) continue;
            reason = name.Add(attributes[i], values[i]);
            if (reason == null) continue;
            reason = attributes[i] + "=" + values[i] + ": " + reason;
            return null;
        }

        reason = null;
        return name.ToDer();
    }

    /// <summary>The subjectAltName as GeneralNames: address, host name, mail address; null when the
    /// entity has none of them.</summary>
    public static byte[] Alternative(EntitySettings entity)
    {
        byte[] address = entity.IpAddress == null ? null : Ipv4.ToBytes(entity.IpAddress);
        return SubjectAltName.Names(address, entity.Fqdn, entity.Email);
    }
}
