using System;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Gateway.Asn1;
using Gateway.Pki;
using Org.BouncyCastle.Asn1.X509;
using Xunit;

namespace Gateway.Tests.Pki;

/// <summary>Names from text to DER and back, against other people's decoders.</summary>
public class DistinguishedNameTests
{
    [Theory]
    [InlineData(2031, true)]
    [InlineData(2032, false)]
    [InlineData(12000, false)]
    public void A_name_is_read_up_to_its_longest(int characters, bool isRead)
    {
        X500DistinguishedNameBuilder builder = new();
        builder.AddCommonName(new string('a', characters));
        byte[] name = builder.Build().RawData;
        string? text = DistinguishedName.ToText(name, NameStyle.Comma);
        Assert.Equal(isRead ? characters + 3 : null, text?.Length);
    }

    [Theory]
    [InlineData("C=cn,ST=beijing,L=SD,O=BB,OU=BB,CN=BB", "C=cn,ST=beijing,L=SD,O=BB,OU=BB,CN=BB")]
    [InlineData("CN=hello", "CN=hello")]
    [InlineData(" C = cn ,  CN = a b ", "C=cn,CN=a b")]
    [InlineData("cn=x,c=CN", "CN=x,C=CN")]
    [InlineData("O=\"A, B\",CN=x", "O=A\\, B,CN=x")]
    [InlineData("O=A\\, B,CN=x", "O=A\\, B,CN=x")]
    [InlineData("CN=\\C3\\A9\\+", "CN=é\\+")]
    [InlineData("CN=é", "CN=é")]
    [InlineData("CN=a+OU=b,O=c", "CN=a+OU=b,O=c")]
    [InlineData("CN=\\#a\\\\", "CN=\\#a\\\\")]
    [InlineData("CN=a\\ ", "CN=a\\ ")]
    [InlineData("CN=a=b", "CN=a\\=b")]
    public void Text_becomes_the_name_that_others_read(string text, string expected)
    {
        byte[]? der = DistinguishedName.FromText(text, new NameError());
        Assert.NotNull(der);
        X509Name theirs = X509Name.GetInstance(der);
        Assert.Equal(expected, theirs.ToString(false, X509Name.DefaultSymbols));
        Assert.Equal(der, new X500DistinguishedName(der).RawData);
        Assert.Equal(der, DistinguishedName.FromText(
            DistinguishedName.ToText(der, NameStyle.Comma), new NameError()));
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("CN", 2)]
    [InlineData("=x", 0)]
    [InlineData("CN=", 3)]
    [InlineData("CN=x,", 5)]
    [InlineData("CN=x,,O=y", 5)]
    [InlineData("XX=y", 0)]
    [InlineData("CN=x,YY=y", 5)]
    [InlineData("C=chn", 2)]
    [InlineData("C=c", 2)]
    [InlineData("C=c1", 2)]
    [InlineData("C=éa", 2)]
    [InlineData("CN=\"x", 3)]
    [InlineData("CN=\"x\"y", 6)]
    [InlineData("CN=x\"y", 4)]
    [InlineData("CN=x;O=y", 4)]
    [InlineData("CN=<x>", 3)]
    [InlineData("CN=x\\", 4)]
    [InlineData("CN=x\\q1", 4)]
    [InlineData("CN=x\\4", 4)]
    [InlineData("CN=\\FF", 3)]
    [InlineData("CN=\\00", 3)]
    [InlineData("CN=a\u0001", 4)]
    [InlineData("CN=a\nb", 4)]
    [InlineData("CN=#0401", 3)]
    [InlineData("E=é@x", 2)]
    [InlineData("SERIALNUMBER=a*b", 13)]
    [InlineData("1.2.=x", 0)]
    [InlineData("3.5.6=x", 0)]
    [InlineData("CN x", 3)]
    public void Bad_text_is_refused_with_its_position(string text, int position)
    {
        NameError error = new();
        Assert.Null(DistinguishedName.FromText(text, error));
        Assert.NotNull(error.Reason);
        Assert.Equal(position, error.Position);
    }

    [Fact]
    public void Half_a_surrogate_pair_is_refused()
    {
        NameError error = new();
        Assert.Null(DistinguishedName.FromText("CN=a" + (char)0xD800, error));
        Assert.Equal(4, error.Position);
        Assert.Null(DistinguishedName.FromText("CN=" + (char)0xDC00 + "a", new NameError()));
        byte[]? pair = DistinguishedName.FromText("CN=\U0001F600", new NameError());
        Assert.Equal("CN=\U0001F600", X509Name.GetInstance(pair).ToString());
    }

    [Fact]
    public void Limits_hold()
    {
        NameError error = new();
        Assert.Null(DistinguishedName.FromText("CN=" + new string('a', 65), error));
        Assert.Equal("the value is too long", error.Reason);
        Assert.NotNull(DistinguishedName.FromText("CN=" + new string('a', 64), new NameError()));
        Assert.Null(DistinguishedName.FromText(
            "CN=" + new string('a', DistinguishedName.TextLengthMax), new NameError()));
        StringBuilder many = new("CN=a");
        for (int i = 1; i < DistinguishedName.RdnsMax; i++) many.Append(",OU=b");
        Assert.NotNull(DistinguishedName.FromText(many.ToString(), new NameError()));
        Assert.Null(DistinguishedName.FromText(many + ",OU=b", new NameError()));
        StringBuilder wide = new("CN=a");
        for (int i = 1; i < DistinguishedName.AttributesMax; i++) wide.Append("+OU=b" + i);
        Assert.NotNull(DistinguishedName.FromText(wide.ToString(), new NameError()));
        Assert.Null(DistinguishedName.FromText(wide + "+OU=c", new NameError()));
    }

    [Theory]
    [InlineData("C=cn", Tag.PrintableString)]
    [InlineData("serialNumber=5", Tag.PrintableString)]
    [InlineData("CN=hello", Tag.Utf8String)]
    [InlineData("UID=u", Tag.Utf8String)]
    [InlineData("emailAddress=a@b", Tag.Ia5String)]
    [InlineData("DC=com", Tag.Ia5String)]
    [InlineData("1.2.3.4=x", Tag.Utf8String)]
    public void String_types_are_those_of_the_profile(string text, int tag)
    {
        byte[] der = DistinguishedName.FromText(text, new NameError())!;
        DerReader reader = new(der, 0, der.Length);
        reader.Enter(Tag.Sequence);
        reader.Enter(Tag.Set);
        reader.Enter(Tag.Sequence);
        reader.ReadOid();
        Assert.Equal(tag, reader.PeekTag());
    }

    [Fact]
    public void Attributes_of_a_set_are_in_der_order()
    {
        byte[] der = DistinguishedName.FromText("OU=zz+CN=a+O=m", new NameError())!;
        Assert.Equal(der, DistinguishedName.FromText("O=m+CN=a+OU=zz", new NameError()));
        Assert.Equal(der, X509Name.GetInstance(der).GetDerEncoded());
    }

    [Theory]
    [InlineData("CN=Hello World", "CN=hello  world", true)]
    [InlineData("CN=a,O=b", "CN=A,O=B", true)]
    [InlineData("CN=\\ a ", "CN=a", true)]
    [InlineData("CN=É", "CN=é", true)]
    [InlineData("CN=a+OU=b", "OU=B+CN=A", true)]
    [InlineData("CN=a", "CN=b", false)]
    [InlineData("CN=a", "O=a", false)]
    [InlineData("CN=a,O=b", "O=b,CN=a", false)]
    [InlineData("CN=a", "CN=a,O=b", false)]
    [InlineData("CN=a,O=b", "CN=a", false)]
    [InlineData("CN=a+OU=b", "CN=a", false)]
    [InlineData("CN=a", "CN=a+OU=b", false)]
    [InlineData("CN=a+CN=b", "CN=a+CN=a", false)]
    [InlineData("CN=ab", "CN=a b", false)]
    [InlineData("CN=a+OU=b", "CN=a,OU=b", false)]
    public void Names_match_by_the_profile(string a, string b, bool match)
    {
        byte[] left = DistinguishedName.FromText(a, new NameError())!;
        byte[] right = DistinguishedName.FromText(b, new NameError())!;
        Assert.Equal(match, DistinguishedName.Matches(left, right));
        Assert.Equal(match, DistinguishedName.Matches(right, left));
        Assert.True(DistinguishedName.Matches(left, left));
    }

    [Fact]
    public void Names_match_across_string_types()
    {
        byte[] utf8 = DistinguishedName.FromText("C=cn,O=Org,CN=é", new NameError())!;
        X500DistinguishedNameBuilder builder = new();
        builder.AddCountryOrRegion("CN");
        builder.Add("2.5.4.10", "ORG", System.Formats.Asn1.UniversalTagNumber.PrintableString);
        builder.Add("2.5.4.3", "é", System.Formats.Asn1.UniversalTagNumber.BMPString);
        byte[] other = builder.Build().RawData;
        Assert.NotEqual(
            DistinguishedName.ToText(utf8, NameStyle.Comma),
            DistinguishedName.ToText(other, NameStyle.Comma));
        Assert.True(DistinguishedName.Matches(utf8, Reversed(other)));
        Assert.False(DistinguishedName.Matches(utf8, other));
    }

    // The platform's builder writes RDNs in reverse order.
    private static byte[] Reversed(byte[] name)
    {
        DerReader reader = new(name, 0, name.Length);
        reader.Enter(Tag.Sequence);
        System.Collections.Generic.List<byte[]> sets = new();
        while (reader.Read(Tag.Set)) sets.Insert(0, reader.TlvBytes());
        DerWriter writer = new();
        writer.Begin(Tag.Sequence);
        foreach (byte[] set in sets) writer.Raw(set);
        writer.End();
        return writer.ToArray();
    }

    [Theory]
    [InlineData("30")]
    [InlineData("3001")]
    [InlineData("3002 3100")]
    [InlineData("3004 3102 3000")]
    [InlineData("3009 3107 3005 0603550403")]
    [InlineData("300B 3109 3007 0603550403 0C00 00")]
    [InlineData("300B 3009 3007 0603550403 0C00")]
    [InlineData("310B 3109 3007 0603550403 0C00")]
    [InlineData("300D 310B 3009 0603550403 0C00 0500")]
    public void Malformed_names_have_no_text_and_match_nothing(string hex)
    {
        byte[] der = Convert.FromHexString(hex.Replace(" ", ""));
        byte[] good = DistinguishedName.FromText("CN=a", new NameError())!;
        Assert.Null(DistinguishedName.ToText(der, NameStyle.Comma));
        Assert.False(DistinguishedName.Matches(der, good));
        Assert.False(DistinguishedName.Matches(good, der));
    }

    [Fact]
    public void Odd_values_are_shown_octet_by_octet()
    {
        byte[] notString = Convert.FromHexString("300D310B3009060355040304020102");
        Assert.Equal("CN=#04020102", DistinguishedName.ToText(notString, NameStyle.Comma));
        byte[] badUtf8 = Convert.FromHexString("300D310B300906035504030C02FF0A");
        Assert.Equal("CN=\\FF\\0A", DistinguishedName.ToText(badUtf8, NameStyle.Comma));
        Assert.Equal("/CN=\\xFF\\x0A", DistinguishedName.ToText(badUtf8, NameStyle.Slash));
        Assert.Null(DistinguishedName.Attribute(
            badUtf8, 0, badUtf8.Length, Oids.Attribute(3)));
    }

    [Fact]
    public void An_attribute_is_found()
    {
        byte[] der = DistinguishedName.FromText("C=cn,OU=a,OU=b,CN=hello", new NameError())!;
        Assert.Equal("hello", DistinguishedName.Attribute(der, 0, der.Length, Oids.Attribute(3)));
        Assert.Equal("a", DistinguishedName.Attribute(der, 0, der.Length, Oids.Attribute(11)));
        Assert.Null(DistinguishedName.Attribute(der, 0, der.Length, Oids.Attribute(7)));
        Assert.Equal("/C=cn/OU=a/OU=b/CN=hello", DistinguishedName.ToText(der, NameStyle.Slash));
        Assert.Equal("C=cn, OU=a, OU=b, CN=hello", DistinguishedName.ToText(der, NameStyle.Comma));
    }
}
