namespace Gateway.Hal;

/// <summary>One Ethernet port.</summary>
public interface IEthernetPort
{
    /// <summary>Slot, card and port number as the console writes it: <c>1/0/1</c>.</summary>
    string Number { get; }

    /// <summary>The six bytes of the MAC address.</summary>
    byte[] PhysicalAddress { get; }

    /// <summary>Whether the PHY sees a partner.</summary>
    bool IsLinkUp { get; }

    /// <summary>
    /// Gives the port its IPv4 address; writes settings only when they change.
    /// </summary>
    /// <param name="address">Four bytes, or null for no address.</param>
    /// <param name="maskLength">Bits of the network mask, 0 to 32.</param>
    /// <param name="enabled">False shuts the port down.</param>
    /// <returns>null when done, else the reason in one line.</returns>
    string Configure(byte[] address, int maskLength, bool enabled);
}
