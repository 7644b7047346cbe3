namespace Gateway.Hal;

/// <summary>
/// The one packet of a client that asks for the time (RFC 5905 7.3 and 14): builds the question,
/// reads the answer. A client without a clock sends random octets as its transmit timestamp and
/// nothing else about itself; a server gives them back as the originate timestamp.
/// </summary>
public sealed class SntpPacket
{
    /// <summary>Octets of a packet; an answer may have extensions behind them.</summary>
    public const int Size = 48;

    /// <summary>The UDP port of a server.</summary>
    public const int Port = 123;

    /// <summary>Octets of the random transmit timestamp.</summary>
    public const int NonceSize = 8;

    /// <summary>Characters of a kiss code.</summary>
    public const int KissCodeLength = 4;

    private const int Version = 4;
    private const int ModeClient = 3;
    private const int ModeServer = 4;
    private const int LeapUnknown = 3;
    private const int StratumMax = 15;
    private const int StratumOffset = 1;
    private const int RootDelayOffset = 4;
    private const int RootDispersionOffset = 8;
    private const int ReferenceIdOffset = 12;
    private const int OriginateOffset = 24;
    private const int ReceiveOffset = 32;
    private const int TransmitOffset = 40;

    // Seconds in 16.16 fixed point: MAXDISP of RFC 5905 7.2.
    private const uint RootDistanceMax = 16u << 16;

    // Seconds from 1900 to 1970 and in an era of 32 bits.
    private const long SecondsBefore1970 = 2208988800;
    private const long SecondsOfEra = 4294967296;
    private const uint EraBit = 0x80000000;

    private long _receivedMs;
    private long _transmittedMs;

    private SntpPacket()
    {
    }

    /// <summary>
    /// Whether it is no answer to the question at all (another form, mode or originate timestamp):
    /// to be ignored, as anybody can send it.
    /// </summary>
    public bool IsForeign { get; private set; }

    /// <summary>
    /// Why the answer tells no time, a phrase without a final stop; null when it tells one.
    /// </summary>
    public string Refusal { get; private set; }

    /// <summary>
    /// The four letters of a kiss-o'-death such as <c>RATE</c> (RFC 5905 7.4), or null.
    /// </summary>
    public string KissCode { get; private set; }

    /// <summary>
    /// Whether the server wants never to be asked again (RFC 5905 7.4: DENY and RSTR). Nobody
    /// authenticates that: it is believed for a day.
    /// </summary>
    public bool IsDenial => KissCode == "DENY" || KissCode == "RSTR";

    /// <summary>The question: version 4, client, the random octets.</summary>
    public static byte[] Request(byte[] nonce)
    {
        byte[] packet = new byte[Size];
        packet[0] = (Version << 3) | ModeClient;
        System.Array.Copy(nonce, 0, packet, TransmitOffset, NonceSize);
        return packet;
    }

    /// <summary>Reads what came; never null.</summary>
    /// <param name="data">The datagram, in the first octets.</param>
    /// <param name="count">How many octets it has.</param>
    /// <param name="nonce">The random octets of the question.</param>
    public static SntpPacket Read(byte[] data, int count, byte[] nonce)
    {
        SntpPacket packet = new SntpPacket();
        packet.IsForeign = count < Size || (data[0] & 7) != ModeServer || !HasNonce(data, nonce);
        if (packet.IsForeign)
        {
            packet.Refusal = "what came is no answer to the question";
            return packet;
        }

        packet.Refusal = packet.Judge(data);
        packet._receivedMs = ToUtcMs(data, ReceiveOffset);
        packet._transmittedMs = ToUtcMs(data, TransmitOffset);
        if (packet.Refusal == null && packet._transmittedMs < packet._receivedMs)
        {
            packet.Refusal = "the server's times run backwards";
        }

        return packet;
    }

    /// <summary>
    /// Milliseconds since 1970-01-01T00:00:00Z when the answer arrived: its transmit timestamp and
    /// half of what the round trip took beyond the server's own time (RFC 5905 8). Meaningful only
    /// without a <see cref="Refusal"/>.
    /// </summary>
    /// <param name="roundTripMs">From sending the question to the arrival of the answer.</param>
    public long UtcMs(long roundTripMs)
    {
        long onTheWayMs = roundTripMs - (_transmittedMs - _receivedMs);
        return _transmittedMs + (onTheWayMs > 0 ? onTheWayMs / 2 : 0);
    }

    private string Judge(byte[] data)
    {
        int stratum = data[StratumOffset];
        if (((data[0] >> 3) & 7) != Version) return "the answer has another version";
        if (stratum == 0)
        {
            KissCode = Letters(data, ReferenceIdOffset);
            return "the server refused to tell the time (" + KissCode + ")";
        }

        if (data[0] >> 6 == LeapUnknown || stratum > StratumMax)
        {
            return "the server does not know the time itself";
        }

        uint delay = UInt32(data, RootDelayOffset);
        uint dispersion = UInt32(data, RootDispersionOffset);
        bool isFar = dispersion >= RootDistanceMax
            || (delay / 2) + dispersion >= RootDistanceMax;
        if (isFar) return "the server is not sure of the time";
        bool isZero = UInt32(data, TransmitOffset) == 0 && UInt32(data, TransmitOffset + 4) == 0;
        return isZero ? "the answer holds no time" : null;
    }

    // A kiss code is ASCII; what is none must not reach a terminal.
    private static string Letters(byte[] data, int offset)
    {
        string text = "";
        for (int i = offset; i < offset + KissCodeLength; i++)
        {
            bool isPlain = (data[i] >= 'A' && data[i] <= 'Z') || (data[i] >= '0' && data[i] <= '9');
            text += isPlain ? (char)data[i] : '-';
        }

        return text;
    }

    private static bool HasNonce(byte[] data, byte[] nonce)
    {
        for (int i = 0; i < NonceSize; i++)
        {
            if (data[OriginateOffset + i] != nonce[i]) return false;
        }

        return true;
    }

    // The first bit tells the era (RFC 4330 3): 1968 to 2036 with it, 2036 to 2104 without.
    private static long ToUtcMs(byte[] data, int offset)
    {
        uint seconds = UInt32(data, offset);
        long fraction = UInt32(data, offset + 4);
        long since1900 = (seconds & EraBit) != 0 ? seconds : seconds + SecondsOfEra;
        return ((since1900 - SecondsBefore1970) * 1000) + ((fraction * 1000) >> 32);
    }

    private static uint UInt32(byte[] data, int offset) =>
        ((uint)data[offset] << 24) | ((uint)data[offset + 1] << 16)
        | ((uint)data[offset + 2] << 8) | data[offset + 3];
}
