using Gateway.Config;

namespace Gateway.Cli.Commands;

/// <summary>Displays of configurations and of what is configured.</summary>
internal sealed class DisplayCommands : CommandFamily
{
    private const int NameWidth = 26;
    private const int StateWidth = 9;
    private const int AddressWidth = 21;

    internal override string Syntax(int index)
    {
        switch (index)
        {
            case 0: return "display{Show information} this{Running configuration of this view}";
            case 1: return "display{Show information} current-configuration{Running configuration}";
            case 2:
                return "display configuration{Configuration} candidate{Candidate configuration}";
            case 3: return "display saved-configuration{Configuration that was saved}";
            case 4: return "display history-command{Commands typed last}";
            case 5:
                return "display interface{Ports} brief{One line for each}";
            case 6:
                return "display ip{Internet Protocol} interface{Ports} brief{One line for each}";
            case 7:
                return "display pki{Public key infrastructure} "
                    + "entity{Entity that certificates are asked for} "
                    + "[ <entity-name>{Name of the entity} ]";
            default: return null;
        }
    }

    internal override int Views(int index) => index == 0 ? View.Configuration : View.All;

    internal override void Execute(int index, CommandContext context)
    {
        switch (index)
        {
            case 0: PrintView(context); break;
            case 1: ConfigurationText.Write(context.Transaction.Running, context.Output); break;
            case 2: ConfigurationText.Write(context.Candidate, context.Output); break;
            case 3: PrintSaved(context); break;
            case 4: context.PrintHistory(); break;
            case 5: PrintInterfaces(context); break;
            case 6: PrintAddresses(context); break;
            default: PrintEntities(context); break;
        }
    }

    private static void PrintView(CommandContext context)
    {
        Configuration running = context.Transaction.Running;
        EntitySettings entity = running.FindEntity(context.ObjectName);
        SessionSettings session = running.FindSession(context.ObjectName);
        if (context.View == View.System)
        {
            ConfigurationText.Write(running, context.Output);
            return;
        }

        bool isThere = context.View == View.Interface
            || (context.View == View.Entity && entity != null)
            || (context.View == View.Session && session != null);
        if (isThere) context.Line("#");
        if (context.View == View.Interface)
        {
            ConfigurationText.WriteInterface(running.FindInterface(context.ObjectName),
                context.Output);
        }
        else if (isThere && context.View == View.Entity)
        {
            ConfigurationText.WriteEntity(entity, context.Output);
        }
        else if (isThere)
        {
            ConfigurationText.WriteSession(session, context.Output);
        }

        context.Line("#");
        context.Line("return");
    }

    private static void PrintSaved(CommandContext context)
    {
        string text = context.Services.System.SavedConfiguration();
        if (text == null)
        {
            context.Error("No configuration was saved yet; run 'save'.");
            return;
        }

        int at = 0;
        while (at < text.Length)
        {
            int end = text.IndexOf('\n', at);
            if (end < 0) end = text.Length;
            context.Line(text.Substring(at, end - at));
            at = end + 1;
        }
    }

    private static void PrintInterfaces(CommandContext context)
    {
        context.Line("PHY: Physical");
        context.Line("*down: administratively down");
        context.Line(Text.Pad("Interface", NameWidth) + Text.Pad("PHY", StateWidth) + "Protocol");
        foreach (InterfaceSettings port in context.Transaction.Running.Interfaces)
        {
            string physical = Physical(context, port);
            context.Line(Text.Pad(port.Name, NameWidth) + Text.Pad(physical, StateWidth)
                + Protocol(physical, port));
        }
    }

    private static void PrintAddresses(CommandContext context)
    {
        context.Line("*down: administratively down");
        context.Line(Text.Pad("Interface", NameWidth) + Text.Pad("IP Address/Mask", AddressWidth)
            + Text.Pad("Physical", StateWidth) + "Protocol");
        foreach (InterfaceSettings port in context.Transaction.Running.Interfaces)
        {
            string physical = Physical(context, port);
            string address = port.Address == null ? "unassigned"
                : port.Address + "/" + port.PrefixLength.ToString();
            context.Line(Text.Pad(port.Name, NameWidth) + Text.Pad(address, AddressWidth)
                + Text.Pad(physical, StateWidth) + Protocol(physical, port));
        }
    }

    private static string Physical(CommandContext context, InterfaceSettings port)
    {
        if (port.IsShutDown) return "*down";
        return context.Services.System.HasLink(port.Name) ? "up" : "down";
    }

    private static string Protocol(string physical, InterfaceSettings port) =>
        physical == "up" && port.Address != null ? "up" : "down";

    private static void PrintEntities(CommandContext context)
    {
        EntitySettings wanted = null;
        if (context.Has(0))
        {
            wanted = context.Candidate.FindEntity(context.Argument(0));
            if (wanted == null)
            {
                context.Error("There is no PKI entity " + context.Argument(0)
                    + "; 'display pki entity' lists them.");
                return;
            }
        }

        if (context.Candidate.Entities.Count == 0) context.Info("No PKI entity is configured.");
        foreach (EntitySettings entity in context.Candidate.Entities)
        {
            if (wanted == null || wanted == entity) PrintEntity(entity, context);
        }
    }

    private static void PrintEntity(EntitySettings entity, CommandContext context)
    {
        context.Line(" PKI Entity Information:");
        SessionDisplay.Value(context.Output, "Entity name", entity.Name);
        SessionDisplay.Value(context.Output, "Common name", entity.CommonName);
        SessionDisplay.Value(context.Output, "Country", entity.Country);
        SessionDisplay.Value(context.Output, "State", entity.State);
        SessionDisplay.Value(context.Output, "Locality", entity.Locality);
        SessionDisplay.Value(context.Output, "Organization", entity.Organization);
        SessionDisplay.Value(context.Output, "Organization unit", entity.OrganizationUnit);
        SessionDisplay.Value(context.Output, "FQDN", entity.Fqdn);
        SessionDisplay.Value(context.Output, "IP address", entity.IpAddress);
        SessionDisplay.Value(context.Output, "Email", entity.Email);
    }
}
