using Gateway.Config;

namespace Gateway.Cli.Commands;

/// <summary>Ways into and out of the views.</summary>
internal sealed class ViewCommands : CommandFamily
{
    internal override string Syntax(int index)
    {
        switch (index)
        {
            case 0: return "system-view{Enter the system view}";
            case 1: return "quit{Leave this view for the one above}";
            case 2: return "return{Leave for the user view}";
            case 3:
                return "interface{Enter an interface view} <port-type>{Type of the port} "
                    + "<port-number>{Number of the port}";
            case 4:
                return "pki{Public key infrastructure} "
                    + "entity{Entity that certificates are asked for} "
                    + "<entity-name>{Name of the entity}";
            case 5:
                return "pki cmp{Certificate Management Protocol} "
                    + "session{Enter the view of a CMP session} "
                    + "<session-name>{Name of the session}";
            case 6:
                return "undo{Remove a setting} pki{Public key infrastructure} "
                    + "entity{Entity that certificates are asked for} "
                    + "<entity-name>{Name of the entity}";
            case 7:
                return "undo pki cmp{Certificate Management Protocol} "
                    + "session{Remove a CMP session} "
                    + "<session-name>{Name of the session}";
            case 8: return "interface <port>{Whole name of the port}";
            default: return null;
        }
    }

    internal override int Views(int index)
    {
        switch (index)
        {
            case 0: return View.User;
            case 1: return View.All;
            case 2: return View.Configuration;
            case 6:
            case 7: return View.System;
            default: return View.Configuration | View.InText;
        }
    }

    internal override void Execute(int index, CommandContext context)
    {
        switch (index)
        {
            case 0: context.EnterView(View.System, null); break;
            case 1: Quit(context); break;
            case 2: context.Leave(true); break;
            case 3:
                context.EnterView(View.Interface,
                    context.Ports.Find(context.Settings.PortType + context.Argument(1)));
                break;
            case 4: EnterEntity(context); break;
            case 5: EnterSession(context); break;
            case 6: RemoveEntity(context); break;
            case 7: RemoveSession(context); break;
            default:
                context.EnterView(View.Interface, context.Ports.Find(context.Argument(0)));
                break;
        }
    }

    private static void Quit(CommandContext context)
    {
        if (context.View == View.User) context.Info("The console has no login, it stays open.");
        else context.Leave(false);
    }

    private static void EnterEntity(CommandContext context)
    {
        EntitySettings entity = context.Candidate.FindEntity(context.Argument(0));
        if (entity == null)
        {
            if (context.Candidate.Entities.Count >= ConfigurationSchema.EntityCountMax)
            {
                context.Error("There are " + ConfigurationSchema.EntityCountMax.ToString()
                    + " PKI entities, no more are possible; remove one with 'undo pki entity'.");
                return;
            }

            entity = new EntitySettings(context.Argument(0));
            context.Candidate.Entities.Add(entity);
        }

        context.MarkEdited();
        context.EnterView(View.Entity, entity.Name);
    }

    private static void EnterSession(CommandContext context)
    {
        SessionSettings session = context.Candidate.FindSession(context.Argument(0));
        if (session == null)
        {
            if (context.Candidate.Sessions.Count >= ConfigurationSchema.SessionCountMax)
            {
                context.Error("There are " + ConfigurationSchema.SessionCountMax.ToString()
                    + " CMP sessions, no more are possible; "
                    + "remove one with 'undo pki cmp session'.");
                return;
            }

            session = new SessionSettings(context.Argument(0));
            context.Candidate.Sessions.Add(session);
        }

        context.MarkEdited();
        context.EnterView(View.Session, session.Name);
    }

    private static void RemoveEntity(CommandContext context)
    {
        EntitySettings entity = context.Candidate.FindEntity(context.Argument(0));
        if (entity == null)
        {
            context.Error("There is no PKI entity " + context.Argument(0)
                + "; 'display pki entity' lists them.");
            return;
        }

        SessionSettings user = context.Candidate.FindUserOfEntity(entity.Name);
        if (user != null)
        {
            context.Error("The PKI entity " + entity.Name + " is used by CMP session " + user.Name
                + "; run 'undo cmp-request entity' there first.");
            return;
        }

        context.Candidate.Entities.Remove(entity);
        context.MarkEdited();
    }

    private static void RemoveSession(CommandContext context)
    {
        SessionSettings session = context.Candidate.FindSession(context.Argument(0));
        if (session == null)
        {
            context.Error("There is no CMP session " + context.Argument(0)
                + "; 'display pki cmp session' lists them.");
            return;
        }

        context.Candidate.Sessions.Remove(session);
        context.MarkEdited();
    }
}
