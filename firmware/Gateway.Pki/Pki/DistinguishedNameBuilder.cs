using System.Collections;
using Gateway.Asn1;

namespace Gateway.Pki;

/// <summary>
/// Builds a Name (RFC 5280 4.1.2.4) attribute by attribute, in the order given:
/// <c>Name ::= SEQUENCE OF SET OF SEQUENCE { type OBJECT IDENTIFIER, value ANY }</c>.
/// </summary>
public sealed class DistinguishedNameBuilder
{
    private readonly DerWriter _done = new DerWriter();
    private readonly ArrayList _set = new ArrayList();
    private int _sets;

    /// <summary>
    /// Adds an attribute as an RDN of its own, by short name or dotted text. Null, or why it
    /// cannot be; then nothing is added.
    /// </summary>
    public string Add(string attribute, string value) => Add(attribute, value, false);

    /// <summary>The same; <paramref name="sameSet"/> joins it to the RDN added last.</summary>
    public string Add(string attribute, string value, bool sameSet)
    {
        byte[] oid = NameAttribute.Oid(attribute);
        if (oid == null) return "unknown attribute";
        string refused = NameAttribute.Refuse(oid, value);
        if (refused != null) return refused;
        bool joins = sameSet && _set.Count > 0;
        if (joins && _set.Count >= DistinguishedName.AttributesMax) return "too many attributes";
        if (!joins && _sets >= DistinguishedName.RdnsMax) return "too many attributes";

        DerWriter one = new DerWriter(64);
        one.Begin(Tag.Sequence);
        one.Oid(oid);
        one.Text(NameAttribute.StringTag(oid), value);
        one.End();
        if (_done.Length + one.Length + PendingSize() > DistinguishedName.SizeMax)
        {
            return "the name is too long";
        }

        if (!joins)
        {
            CloseSet();
            _sets++;
        }

        Insert(one.ToArray());
        return null;
    }

    /// <summary>The Name in DER.</summary>
    public byte[] ToDer()
    {
        CloseSet();
        DerWriter name = new DerWriter(_done.Length + 4);
        name.Begin(Tag.Sequence);
        name.Raw(_done.Buffer, 0, _done.Length);
        name.End();
        return name.ToArray();
    }

    private int PendingSize()
    {
        int size = 0;
        for (int i = 0; i < _set.Count; i++) size += ((byte[])_set[i]).Length;
        return size;
    }

    // X.690 11.6: the elements of a SET OF in ascending order of their encodings.
    private void Insert(byte[] element)
    {
        int at = 0;
        while (at < _set.Count && Compare((byte[])_set[at], element) <= 0) at++;
        _set.Insert(at, element);
    }

    private static int Compare(byte[] a, byte[] b)
    {
        int common = a.Length < b.Length ? a.Length : b.Length;
        for (int i = 0; i < common; i++)
        {
            if (a[i] != b[i]) return a[i] - b[i];
        }

        return a.Length - b.Length;
    }

    private void CloseSet()
    {
        if (_set.Count == 0) return;
        _done.Begin(Tag.Set);
        for (int i = 0; i < _set.Count; i++) _done.Raw((byte[])_set[i]);
        _done.End();
        _set.Clear();
    }
}
