using Gateway.Config;

namespace Gateway.Cli.Commands;

/// <summary>The interface view, and static routes.</summary>
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
            case 5:
                return "ip{Internet Protocol} route-static{Static route} <address>{Network} "
                    + "<mask>{Mask, or its length} <address>{Address of the next router}";
            case 6:
                return "undo{Remove a setting} ip{Internet Protocol} route-static{Static route} "
                    + "<address>{Network} <mask>{Mask, or its length} "
                    + "[ <address>{Address of the next router} ]";
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
            case 5: return View.System | View.InText;
            case 6: return View.System;
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
            case 4: context.MarkEdited(); break;
            case 5: AddRoute(context); break;
            default: RemoveRoute(context); break;
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

    private static void AddRoute(CommandContext context)
    {
        StaticRoute route = RouteArgument(context);
        Ipv4.TryParse(route.NextHop, out uint nextHop);
        if (!Ipv4.IsHost(nextHop, 32))
        {
            context.Error("The next router cannot have this address; enter a host's address.");
            return;
        }

        foreach (StaticRoute known in context.Candidate.Routes)
        {
            if (!IsSame(known, route)) continue;
            context.MarkEdited();
            return;
        }

        if (context.Candidate.Routes.Count >= ConfigurationSchema.RouteCountMax)
        {
            context.Error("There are " + ConfigurationSchema.RouteCountMax.ToString()
                + " static routes, no more are possible; remove one with 'undo ip route-static'.");
            return;
        }

        context.Candidate.Routes.Add(route);
        context.MarkEdited();
    }

    private static void RemoveRoute(CommandContext context)
    {
        StaticRoute wanted = RouteArgument(context);
        int count = context.Candidate.Routes.Count;
        for (int i = count - 1; i >= 0; i--)
        {
            bool isWanted = IsSame((StaticRoute)context.Candidate.Routes[i], wanted);
            if (isWanted) context.Candidate.Routes.RemoveAt(i);
        }

        if (context.Candidate.Routes.Count == count)
        {
            context.Error("There is no such static route; "
                + "'display configuration candidate' lists them.");
        }
        else
        {
            context.MarkEdited();
        }
    }

    private static StaticRoute RouteArgument(CommandContext context)
    {
        Ipv4.TryParse(context.Argument(0), out uint network);
        int length = ConfigurationSchema.ToPrefixLength(context.Argument(1));
        string nextHop = null;
        if (context.Has(2))
        {
            Ipv4.TryParse(context.Argument(2), out uint address);
            nextHop = Ipv4.ToText(address);
        }

        return new StaticRoute(Ipv4.ToText(network & Ipv4.Mask(length)), length, nextHop);
    }

    private static bool IsSame(StaticRoute route, StaticRoute wanted) =>
        route.Network == wanted.Network && route.PrefixLength == wanted.PrefixLength
        && (wanted.NextHop == null || route.NextHop == wanted.NextHop);
}
