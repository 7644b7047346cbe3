using Gateway.Config;

namespace Gateway.Cli.Commands;

/// <summary>
/// The entity view. Each setting has a number; its undo is that number further on.
/// </summary>
internal sealed class EntityCommands : CommandFamily
{
    private const int SettingCount = 9;

    internal override string Syntax(int index)
    {
        switch (index)
        {
            case 0:
                return "common-name{Common name (CN)} "
                    + "<common-name>{Common name, in quotes if it has blanks}";
            case 1: return "country{Country (C)} <country>{Two letters}";
            case 2:
                return "state{State or province (ST)} <state>{State, in quotes if it has blanks}";
            case 3:
                return "locality{Locality (L)} <locality>{Locality, in quotes if it has blanks}";
            case 4:
                return "organization{Organization (O)} "
                    + "<organization>{Organization, in quotes if it has blanks}";
            case 5:
                return "organization-unit{Organizational unit (OU)} "
                    + "<organization-unit>{Organizational unit, in quotes if it has blanks}";
            case 6: return "fqdn{DNS name} <fqdn>{Fully qualified domain name}";
            case 7: return "ip-address{IP address} <address>{IPv4 address}";
            case 8: return "email{Mail address} <email>{Mail address}";
            case SettingCount: return "undo{Remove a setting} common-name{Common name (CN)}";
            case SettingCount + 1: return "undo country{Country (C)}";
            case SettingCount + 2: return "undo state{State or province (ST)}";
            case SettingCount + 3: return "undo locality{Locality (L)}";
            case SettingCount + 4: return "undo organization{Organization (O)}";
            case SettingCount + 5: return "undo organization-unit{Organizational unit (OU)}";
            case SettingCount + 6: return "undo fqdn{DNS name}";
            case SettingCount + 7: return "undo ip-address{IP address}";
            case SettingCount + 8: return "undo email{Mail address}";
            default: return null;
        }
    }

    internal override int Views(int index) =>
        index < SettingCount ? View.Entity | View.InText : View.Entity;

    internal override void Execute(int index, CommandContext context)
    {
        EntitySettings entity = context.Entity;
        if (index == SettingCount)
        {
            SessionSettings user = context.Candidate.FindUserOfEntity(entity.Name);
            if (user != null)
            {
                context.Error("The common name is needed by CMP session " + user.Name
                    + "; set another one, or run 'undo cmp-request entity' there first.");
                return;
            }
        }

        bool isUndo = index >= SettingCount;
        Set(entity, isUndo ? index - SettingCount : index, isUndo ? null : context.Argument(0));
        context.MarkEdited();
    }

    private static void Set(EntitySettings entity, int setting, string value)
    {
        switch (setting)
        {
            case 0: entity.CommonName = value; break;
            case 1: entity.Country = value; break;
            case 2: entity.State = value; break;
            case 3: entity.Locality = value; break;
            case 4: entity.Organization = value; break;
            case 5: entity.OrganizationUnit = value; break;
            case 6: entity.Fqdn = value; break;
            case 7: entity.IpAddress = value; break;
            default: entity.Email = value; break;
        }
    }
}
