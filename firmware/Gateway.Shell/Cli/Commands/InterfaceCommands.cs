using Gateway.Config;

namespace Gateway.Cli.Commands;

/// <summary>The interface view.</summary>
internal sealed class InterfaceCommands : CommandFamily
{
    internal override string Syntax(int index)
    {
        switch (index)
        {
            case 0:
                return "ip{Internet Protocol} address{Address of the port} <address>{IPv4 address} "
                    + "<mask>{Mask, or its length}";
            case 1: return "shutdown{Shut the port down}";
            case 2:
                return "undo{Remove a setting} ip{Internet Protocol} address{Address of the port} "
                    + "[ <address>{IPv4 address} <mask>{Mask, or its length} ]";
            case 3: return "undo shutdown{Bring the port up}";
            case 4: return "undo portswitch{Make it a routed port, which it is here at all times}";
            default: return null;
        }
    }

    internal override int Views(int index)
    {
        switch (index)
        {
            case 0:
            case 1: return View.Interface | View.InText;
            case 4: return View.Interface | View.InText;
            default: return View.Interface;
        }
    }

    internal override void Execute(int index, CommandContext context)
    {
        switch (index)
        {
            case 0: SetAddress(context); break;
            case 1: SetShutDown(context, true); break;
            case 2: RemoveAddress(context); break;
            case 3: SetShutDown(context, false); break;
            default: context.MarkEdited(); break;
        }
    }

    private static void SetAddress(CommandContext context)
    {
        Ipv4.TryParse(context.Argument(0), out uint address);
        int length = ConfigurationSchema.ToPrefixLength(context.Argument(1));
        if (length == 0 || !Ipv4.IsHost(address, length))
        {
            context.Error("No host can have this address with this mask; enter a host's address.");
            return;
        }

        foreach (InterfaceSettings other in context.Candidate.Interfaces)
        {
            if (other.Name == context.ObjectName || other.Address == null) continue;
            Ipv4.TryParse(other.Address, out uint taken);
            uint mask = Ipv4.Mask(length) & Ipv4.Mask(other.PrefixLength);
            if ((taken & mask) != (address & mask)) continue;
            context.Error("The address overlaps the network of " + other.Name
                + "; choose another network.");
            return;
        }

        context.Interface.Address = Ipv4.ToText(address);
        context.Interface.PrefixLength = length;
        context.MarkEdited();
    }

    private static void RemoveAddress(CommandContext context)
    {
        InterfaceSettings port = context.Interface;
        if (context.Has(0))
        {
            Ipv4.TryParse(context.Argument(0), out uint address);
            int length = ConfigurationSchema.ToPrefixLength(context.Argument(1));
            if (port.Address != Ipv4.ToText(address) || port.PrefixLength != length)
            {
                context.Error("The port does not have this address; "
                    + "'undo ip address' removes the one it has.");
                return;
            }
        }

        port.Address = null;
        port.PrefixLength = 0;
        context.MarkEdited();
    }

    private static void SetShutDown(CommandContext context, bool isShutDown)
    {
        context.Interface.IsShutDown = isShutDown;
        context.MarkEdited();
    }
}
