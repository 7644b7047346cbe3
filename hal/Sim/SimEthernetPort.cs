using System;

namespace Gateway.Hal.Sim;

/// <summary>A port of the simulated board: keeps its settings and checks them as an IP stack
/// would.</summary>
public sealed class SimEthernetPort : IEthernetPort
{
    /// <summary>Bytes of a MAC address.</summary>
    public const int PhysicalAddressSize = 6;

    private const int AddressSize = 4;
    private const int AddressBits = 32;
    private const byte GroupBit = 0x01;
    private const byte LocalBit = 0x02;

    private readonly byte[] _physicalAddress;
    private SimEthernetPort? _other;
    private volatile bool _isLinkUp = true;

    private SimEthernetPort(string number, byte[] physicalAddress)
    {
        Number = number;
        _physicalAddress = physicalAddress;
    }

    /// <inheritdoc/>
    public string Number { get; }

    /// <inheritdoc/>
    public byte[] PhysicalAddress => (byte[])_physicalAddress.Clone();

    /// <inheritdoc/>
    public bool IsLinkUp => _isLinkUp && IsEnabled;

    /// <summary>The port's address, null when it has none.</summary>
    public byte[]? Address { get; private set; }

    /// <summary>Bits of its network mask.</summary>
    public int MaskLength { get; private set; }

    /// <summary>False while the port is shut down.</summary>
    public bool IsEnabled { get; private set; } = true;

    /// <summary>How often the settings really changed.</summary>
    public int Changes { get; private set; }

    /// <summary>
    /// The ports 1/0/1 and 1/0/2. Their MAC addresses come from the chip's id: the first as a
    /// vendor gives it, the second the same with the bit for locally administered addresses.
    /// </summary>
    public static SimEthernetPort[] CreatePair(byte[] chipId)
    {
        byte[] first = chipId.AsSpan(0, PhysicalAddressSize).ToArray();
        first[0] = (byte)(first[0] & ~(GroupBit | LocalBit));
        byte[] second = (byte[])first.Clone();
        second[0] |= LocalBit;
        SimEthernetPort[] pair = [new("1/0/1", first), new("1/0/2", second)];
        pair[0]._other = pair[1];
        pair[1]._other = pair[0];
        return pair;
    }

    /// <summary>Plugs the cable in or pulls it.</summary>
    public void SetLink(bool isUp) => _isLinkUp = isUp;

    /// <summary>Forgets the settings, as a restarted board does.</summary>
    public void Reset()
    {
        Address = null;
        MaskLength = 0;
        IsEnabled = true;
    }

    /// <inheritdoc/>
    public string Configure(byte[]? address, int maskLength, bool enabled)
    {
        if (address is not null)
        {
            string? reason = Refusal(address, maskLength);
            if (reason is not null) return reason;
        }

        bool isSame = address.AsSpan().SequenceEqual(Address)
            && (address is null) == (Address is null)
            && (address is null || maskLength == MaskLength) && enabled == IsEnabled;
        if (isSame) return null!;
        Address = (byte[]?)address?.Clone();
        MaskLength = address is null ? 0 : maskLength;
        IsEnabled = enabled;
        Changes++;
        return null!;
    }

    private static uint ToNumber(byte[] address) =>
        (uint)(address[0] << 24 | address[1] << 16 | address[2] << 8 | address[3]);

    private static uint Mask(int length) =>
        length == 0 ? 0 : uint.MaxValue << (AddressBits - length);

    private string? Refusal(byte[] address, int maskLength)
    {
        if (address.Length != AddressSize) return "An IPv4 address has four bytes.";
        if (maskLength is < 1 or > AddressBits) return "The mask length must be 1 to 32.";
        string text = string.Join('.', address);
        if (address[0] is 0 or 127 or >= 224) return $"{text} cannot be the address of a port.";
        uint host = ToNumber(address) & ~Mask(maskLength);
        bool hasHosts = maskLength < AddressBits - 1;
        if (hasHosts && host == 0) return $"{text}/{maskLength} is the address of the network.";
        if (hasHosts && host == ~Mask(maskLength))
            return $"{text}/{maskLength} is a broadcast address.";
        if (_other?.Address is not { } taken) return null;
        if (ToNumber(taken) == ToNumber(address))
            return $"{text} is the address of port {_other.Number}.";
        uint common = Mask(Math.Min(maskLength, _other.MaskLength));
        return (ToNumber(taken) & common) == (ToNumber(address) & common)
            ? $"The network of {text}/{maskLength} overlaps that of port {_other.Number}."
            : null;
    }
}
