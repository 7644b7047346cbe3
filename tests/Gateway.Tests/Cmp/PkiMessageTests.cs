using System;
using System.Linq;
using System.Text;
using Gateway.Asn1;
using Gateway.Cmp;
using Gateway.Core;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Cmp;
using Org.BouncyCastle.Asn1.X509;
using Xunit;
using BcHeader = Org.BouncyCastle.Asn1.Cmp.PkiHeader;
using BcMessage = Org.BouncyCastle.Asn1.Cmp.PkiMessage;
using BcResponse = Org.BouncyCastle.Asn1.Cmp.CertRepMessage;
using CertRepMessage = Gateway.Cmp.CertRepMessage;
using FailInfo = Gateway.Cmp.FailInfo;
using PkiMessage = Gateway.Cmp.PkiMessage;
using PkiStatus = Gateway.Cmp.PkiStatus;
using PkiStatusInfo = Gateway.Cmp.PkiStatusInfo;

namespace Gateway.Tests.Cmp;

/// <summary>
/// Messages recorded from OpenSSL, read here and by BouncyCastle; what is written, likewise.
/// </summary>
public class PkiMessageTests
{
    [Theory]
    [InlineData("ir", BodyType.Ir)]
    [InlineData("ip", BodyType.Ip)]
    [InlineData("certconf", BodyType.CertConf)]
    [InlineData("pkiconf", BodyType.PkiConf)]
    [InlineData("error", BodyType.Error)]
    public void RangesAreThoseOfBouncyCastle(string name, int body)
    {
        byte[] der = Captures.Read(name);
        byte[] buffer = new byte[der.Length + 20];
        der.CopyTo(buffer, 7);
        PkiMessage message = PkiMessage.Parse(buffer, 7, der.Length);
        Assert.Equal("", message.ErrorText);
        Assert.Equal(PkiMessageError.None, message.Error);
        BcMessage expected = BcMessage.GetInstance(Asn1Object.FromByteArray(der));
        Gateway.Cmp.PkiHeader header = message.Header;
        BcHeader other = expected.Header;
        Assert.Equal(body, message.Body);
        Assert.Equal(expected.Body.Type, message.Body);
        Assert.Equal(2, header.Version);
        Assert.Equal(other.Sender.GetDerEncoded(),
            buffer.AsSpan(header.SenderOffset, header.SenderLength).ToArray());
        Assert.Equal(other.Recipient.GetDerEncoded(),
            buffer.AsSpan(header.RecipientOffset, header.RecipientLength).ToArray());
        Assert.Equal(other.ProtectionAlg.GetDerEncoded(), buffer.AsSpan(
            header.ProtectionAlgorithmOffset, header.ProtectionAlgorithmLength).ToArray());
        AssertOctets(other.SenderKID, buffer, header.SenderKeyIdOffset, header.SenderKeyIdLength);
        AssertOctets(other.RecipKID, buffer, header.RecipientKeyIdOffset,
            header.RecipientKeyIdLength);
        AssertOctets(other.TransactionID, buffer, header.TransactionIdOffset,
            header.TransactionIdLength);
        AssertOctets(other.SenderNonce, buffer, header.SenderNonceOffset, header.SenderNonceLength);
        AssertOctets(other.RecipNonce, buffer, header.RecipientNonceOffset,
            header.RecipientNonceLength);
        Assert.Equal(new DateTimeOffset(other.MessageTime.ToDateTime(),
            TimeSpan.Zero).ToUnixTimeSeconds(),
            header.MessageTime);
        Assert.False(header.ImplicitConfirm);
        Assert.Equal(expected.Body.Content.ToAsn1Object().GetDerEncoded(),
            buffer.AsSpan(message.BodyOffset, message.BodyLength).ToArray());
        byte[] isProtected = buffer.AsSpan(message.ProtectedOffset,
            message.ProtectedLength).ToArray();
        Assert.Equal(new DerSequence(other, expected.Body).GetDerEncoded(),
            PkiMessageWriter.SequencePrefix(isProtected.Length).Concat(isProtected).ToArray());
        Assert.True(message.HasProtection);
        Assert.Equal(expected.Protection.GetBytes(),
            buffer.AsSpan(message.ProtectionOffset, message.ProtectionLength).ToArray());
        CmpCertificate[] extra = expected.GetExtraCerts() ?? Array.Empty<CmpCertificate>();
        Assert.Equal(extra.Length, message.ExtraCertificateCount);
        for (int i = 0; i < extra.Length; i++)
        {
            Assert.Equal(extra[i].GetDerEncoded(), buffer.AsSpan(
                message.ExtraCertificateOffset(i), message.ExtraCertificateLength(i)).ToArray());
        }
    }

    [Fact]
    public void TheRecordedIpIsReadLikeBouncyCastle()
    {
        byte[] der = Captures.Read("ip");
        PkiMessage message = PkiMessage.Parse(der, 0, der.Length);
        CertRepMessage body = CertRepMessage.Parse(der, message.BodyOffset, message.BodyLength);
        BcResponse expected = BcResponse.GetInstance(
            BcMessage.GetInstance(Asn1Object.FromByteArray(der)).Body.Content);
        Assert.Equal(DerError.None, body.Error);
        Assert.True(body.HasCaPubs);
        Assert.Equal(1, body.CaPubCount);
        Assert.Equal(expected.GetCAPubs()[0].GetDerEncoded(),
            der.AsSpan(body.CaPubOffset(0), body.CaPubLength(0)).ToArray());
        Assert.Equal(1, body.ResponseCount);
        Assert.Equal(0, body.CertReqId);
        Assert.Equal(PkiStatus.Accepted, body.Status.Status);
        Assert.Equal("accepted", body.Status.Describe());
        Assert.Equal(
            expected.GetResponse()[0].CertifiedKeyPair.CertOrEncCert.Certificate.GetDerEncoded(),
            der.AsSpan(body.CertificateOffset, body.CertificateLength).ToArray());
    }

    [Fact]
    public void TheRecordedErrorIsReadLikeBouncyCastle()
    {
        byte[] der = Captures.Read("error");
        PkiMessage message = PkiMessage.Parse(der, 0, der.Length);
        ErrorMessage body = ErrorMessage.Parse(der, message.BodyOffset, message.BodyLength);
        ErrorMsgContent expected = ErrorMsgContent.GetInstance(
            BcMessage.GetInstance(Asn1Object.FromByteArray(der)).Body.Content);
        Assert.Equal(DerError.None, body.Error);
        Assert.Equal(expected.PkiStatusInfo.Status.IntValueExact, body.Status.Status);
        Assert.Equal(expected.PkiStatusInfo.StatusString[0].GetString(), body.Status.Text);
        Assert.Equal("badRequest", FailInfo.Describe(body.Status.FailBits));
        Assert.Equal(expected.ErrorDetails[0].GetString() + "; "
            + expected.ErrorDetails[1].GetString(),
            body.Details);
    }

    [Theory]
    [InlineData("ir")]
    [InlineData("ip")]
    [InlineData("error")]
    public void EveryTruncationHasItsErrorAndOffset(string name)
    {
        byte[] der = Captures.Read(name);
        for (int count = 0; count < der.Length; count++)
        {
            PkiMessage message = PkiMessage.Parse(der, 0, count);
            Assert.Equal(PkiMessageError.BadEncoding, message.Error);
            Assert.InRange(message.ErrorOffset, 0, count);
            Assert.Contains("ends too early", message.ErrorText);
        }
    }

    [Theory]
    [InlineData("ir")]
    [InlineData("ip")]
    [InlineData("certconf")]
    [InlineData("error")]
    public void EveryChangedByteIsReadWithoutException(string name)
    {
        byte[] der = Captures.Read(name);
        int refused = 0;
        for (int at = 0; at < der.Length; at++)
        {
            foreach (byte mask in new byte[] { 0x01, 0x20, 0x80, 0xFF })
            {
                der[at] ^= mask;
                PkiMessage message = PkiMessage.Parse(der, 0, der.Length);
                if (message.Error != PkiMessageError.None) refused++;
                else CertRepMessage.Parse(der, message.BodyOffset, message.BodyLength);
                ErrorMessage.Parse(der, message.BodyOffset, message.BodyLength);
                der[at] ^= mask;
            }
        }

        Assert.True(refused > 100);
    }

    [Fact]
    public void EveryHeaderFieldThatIsWrittenIsReadByBouncyCastle()
    {
        PkiHeaderWriter fields = new()
        {
            Version = 3,
            Sender = new X509Name("CN=one").GetDerEncoded(),
            Recipient = new X509Name("CN=two").GetDerEncoded(),
            MessageTime = UtcTime.FromCivil(2026, 2, 28, 23, 59, 58),
            ProtectionAlgorithm =
                new AlgorithmIdentifier(new DerObjectIdentifier("1.2.3")).GetDerEncoded(),
            SenderKeyId = new byte[] { 1 },
            RecipientKeyId = new byte[] { 2 },
            TransactionId = new byte[] { 3 },
            SenderNonce = new byte[] { 4 },
            RecipientNonce = new byte[] { 5 },
            FreeText = "free",
            GeneralInfo = new InfoTypeAndValue(
                CmpObjectIdentifiers.it_implicitConfirm, DerNull.Instance).GetDerEncoded(),
        };
        DerWriter writer = new();
        fields.Write(writer);
        BcHeader header = BcHeader.GetInstance(Asn1Object.FromByteArray(writer.ToArray()));
        Assert.Equal(3, header.Pvno.IntValueExact);
        Assert.Equal("CN=one", header.Sender.Name.ToString());
        Assert.Equal("CN=two", header.Recipient.Name.ToString());
        Assert.Equal("20260228235958Z", header.MessageTime.TimeString);
        Assert.Equal("1.2.3", header.ProtectionAlg.Algorithm.Id);
        Asn1OctetString[] octets =
        {
            header.SenderKID, header.RecipKID, header.TransactionID, header.SenderNonce,
                header.RecipNonce,
        };
        Assert.Equal(new byte[] { 1, 2, 3, 4, 5 }, octets.SelectMany(one =>
            one.GetOctets()).ToArray());
        Assert.Equal("free", header.FreeText[0].GetString());
        Assert.Equal(CmpObjectIdentifiers.it_implicitConfirm,
            Assert.Single(header.GetGeneralInfo()).InfoType);

        byte[] pkiConf = BouncyPeer.Wrap(0x30, writer.ToArray().Concat(
            new PkiBody(PkiBody.TYPE_CONFIRM, DerNull.Instance).GetDerEncoded()).ToArray());
        PkiMessage read = PkiMessage.Parse(pkiConf, 0, pkiConf.Length);
        Assert.Equal("", read.ErrorText);
        Assert.True(read.Header.ImplicitConfirm);
        Assert.False(read.HasProtection);
        Assert.Equal(5, pkiConf[read.Header.RecipientNonceOffset]);
        Assert.Equal(0x30, pkiConf[read.Header.FreeTextOffset]);
        Assert.Equal(0x30, pkiConf[read.Header.GeneralInfoOffset]);
    }

    // A pkiConf whose header holds only what must be there, in parts; each row breaks one.
    [Theory]
    [InlineData("020102 A4023000 A4023000", "A1020500", "", "")]
    [InlineData("020102 A4023000 A4023000", "B3020500", "", "")]
    [InlineData("0201 A4023000 A4023000", "B3020500", "", "header")]
    [InlineData("020102 A4023000", "B3020500", "", "header")]
    [InlineData("020102 3000 A4023000", "B3020500", "", "header")]
    [InlineData("020102 A4023000 3000", "B3020500", "", "header")]
    [InlineData("020102 A9023000 A4023000", "B3020500", "", "header")]
    [InlineData("A4023000 A4023000 020102", "B3020500", "", "header")]
    [InlineData("020102 A4023000 A4023000 A003020100", "B3020500", "", "header")]
    [InlineData("020102 A4023000 A4023000 A011180F32303236313333303030303030305A", "B3020500", "",
        "header")]
    [InlineData("020102 A4023000 A4023000 A5030401AA A4030401AA", "B3020500", "", "header")]
    [InlineData("020102 A4023000 A4023000 A4030401AA A4030401AA", "B3020500", "", "header")]
    [InlineData("020102 A4023000 A4023000 A404040200AA", "B3020500", "", "")]
    [InlineData("020102 A4023000 A4023000 A405040200AAFF", "B3020500", "", "header")]
    [InlineData("020102 A4023000 A4023000 A8043002 3000", "B3020500", "", "header")]
    [InlineData("020102 A4023000 A4023000 A9023000", "B3020500", "", "header")]
    [InlineData("020102 A4023000 A4023000", "13020500", "", "body")]
    [InlineData("020102 A4023000 A4023000", "93020500", "", "body")]
    [InlineData("020102 A4023000 A4023000", "BB020500", "", "body")]
    [InlineData("020102 A4023000 A4023000", "BE020500", "", "body")]
    [InlineData("020102 A4023000 A4023000", "B300", "", "body")]
    [InlineData("020102 A4023000 A4023000", "B30405000500", "", "body")]
    [InlineData("020102 A4023000 A4023000", "", "", "body")]
    [InlineData("020102 A4023000 A4023000", "B3020500", "A004030200AA", "")]
    [InlineData("020102 A4023000 A4023000", "B3020500", "A0020300", "protection")]
    [InlineData("020102 A4023000 A4023000", "B3020500", "A004030201AA", "protection")]
    [InlineData("020102 A4023000 A4023000", "B3020500", "A00404020000", "protection")]
    [InlineData("020102 A4023000 A4023000", "B3020500", "A1023000", "")]
    [InlineData("020102 A4023000 A4023000", "B3020500", "A1043002 0500", "extraCerts")]
    [InlineData("020102 A4023000 A4023000", "B3020500", "A102 3100", "extraCerts")]
    [InlineData("020102 A4023000 A4023000", "B3020500", "A1023000 A004030200AA", "message")]
    [InlineData("020102 A4023000 A4023000", "B3020500", "0500", "message")]
    public void TheFrameIsStrict(string header, string body, string rest, string part)
    {
        byte[] Hex(string text) => Convert.FromHexString(text.Replace(" ", ""));
        byte[] message = BouncyPeer.Wrap(0x30,
            BouncyPeer.Wrap(0x30, Hex(header)).Concat(Hex(body)).Concat(Hex(rest)).ToArray());
        PkiMessage read = PkiMessage.Parse(message, 0, message.Length);
        if (part.Length == 0)
        {
            Assert.Equal("", read.ErrorText);
            return;
        }

        Assert.NotEqual(PkiMessageError.None, read.Error);
        Assert.StartsWith(part + ": ", read.ErrorText);
        Assert.InRange(read.ErrorOffset, 0, message.Length);
    }

    [Fact]
    public void AHeaderFieldOfAbsurdLengthIsRefused()
    {
        byte[] nonce = BouncyPeer.Wrap(0xA5, BouncyPeer.Wrap(0x04, new byte[CmpLimits.OctetsMax
            + 1]));
        byte[] header = Convert.FromHexString("020102A4023000A4023000").Concat(nonce).ToArray();
        byte[] message = BouncyPeer.Wrap(0x30,
            BouncyPeer.Wrap(0x30, header).Concat(new byte[] { 0xB3, 2, 5, 0 }).ToArray());
        Assert.Equal("header: value out of range", PkiMessage.Parse(message, 0,
            message.Length).ErrorText);
    }

    [Theory]
    [InlineData(0, null, -1, "accepted")]
    [InlineData(2, "text", 1, "rejection: badMessageCheck (text)")]
    [InlineData(2, "text", 26, "rejection: duplicateCertReq (text)")]
    [InlineData(2, null, 7, "rejection: incorrectData")]
    [InlineData(9, null, 8, "status 9: missingTimeStamp")]
    public void StatusesThatAreWrittenAreReadByBouncyCastle(int status, string? text, int failBit,
        string described)
    {
        DerWriter writer = new();
        PkiStatusInfo.Write(writer, status, text, failBit);
        Org.BouncyCastle.Asn1.Cmp.PkiStatusInfo info =
            Org.BouncyCastle.Asn1.Cmp.PkiStatusInfo.GetInstance(Asn1Object.FromByteArray(
            writer.ToArray()));
        Assert.Equal(status, info.Status.IntValueExact);
        Assert.Equal(text, info.StatusString?[0].GetString());
        if (failBit < 0)
        {
            Assert.Null(info.FailInfo);
        }
        else
        {
            byte[] bits = info.FailInfo.GetBytes();
            Assert.Equal((failBit / 8) + 1, bits.Length);
            Assert.Equal(0x80 >> (failBit % 8), bits[^1]);
            Assert.Equal(7 - (failBit % 8), info.FailInfo.PadBits);
        }

        byte[] error = BouncyPeer.Wrap(0x30, writer.ToArray());
        ErrorMessage read = ErrorMessage.Parse(error, 0, error.Length);
        Assert.Equal(DerError.None, read.Error);
        Assert.Equal(described, read.Describe());
    }

    [Fact]
    public void TextsOfThePeerAreCutAndCleaned()
    {
        string text = "line\r\n\u001b[31m" + new string('x', 1000);
        byte[] octets = Encoding.UTF8.GetBytes(text);
        string clean = TextGuard.Clean(octets, 0, octets.Length);
        Assert.StartsWith("line???[31mxxx", clean);
        Assert.EndsWith("x...", clean);
        Assert.Equal(CmpLimits.TextCharsMax + 3, clean.Length);
        Assert.Equal(clean, TextGuard.Clean(text));
        Assert.Equal("", TextGuard.Clean(null));
    }

    private static void AssertOctets(Asn1OctetString? expected, byte[] buffer, int offset,
        int count)
    {
        byte[] octets = expected?.GetOctets() ?? Array.Empty<byte>();
        Assert.Equal(octets, buffer.AsSpan(offset, count).ToArray());
    }
}
