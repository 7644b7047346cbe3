using Gateway.Config;
using Gateway.Core;

namespace Gateway.Cli.Commands;

/// <summary>The files in flash.</summary>
internal sealed class FileCommands : CommandFamily
{
    private const int IndexWidth = 5;
    private const int SizeWidth = 12;
    private const int DateWidth = 12;
    private const int TimeWidth = 11;
    private const int DateLength = 10;
    private const string Attributes = "  -rw-";

    internal override string Syntax(int index)
    {
        switch (index)
        {
            case 0: return "dir{List the files in flash}";
            case 1: return "delete{Delete a file in flash} <file-name>{Name of the file}";
            case 2: return "more{Show a text file in flash} <file-name>{Name of the file}";
            default: return null;
        }
    }

    internal override int Views(int index) => View.User | View.System;

    internal override void Execute(int index, CommandContext context)
    {
        switch (index)
        {
            case 0: List(context); break;
            case 1: Delete(context); break;
            default: Show(context); break;
        }
    }

    private static void List(CommandContext context)
    {
        FileDescription[] files = context.Services.Files.List();
        context.Line("Directory of flash:/");
        context.Line("");
        context.Line(Text.PadLeft("Idx", IndexWidth) + "  Attr"
            + Text.PadLeft("Size(Byte)", SizeWidth) + "  " + Text.Pad("Date", DateWidth)
            + Text.Pad("Time(UTC)", TimeWidth) + "FileName");
        int used = 0;
        for (int i = 0; i < files.Length; i++)
        {
            used += files[i].SizeBytes;
            context.Line(Text.PadLeft(i.ToString(), IndexWidth) + Attributes
                + Text.PadLeft(files[i].SizeBytes.ToString(), SizeWidth) + "  "
                + Written(files[i].WrittenUtc) + files[i].Name);
        }

        context.Line("");
        int total = context.Services.Files.AreaSizeBytes;
        context.Line(used.ToString() + " of " + total.ToString() + " bytes used ("
            + (used < total ? total - used : 0).ToString() + " bytes free)");
    }

    private static string Written(long utcSeconds)
    {
        string text = utcSeconds == UtcTime.Unknown ? null : UtcTime.ToText(utcSeconds);
        return Text.Pad(text == null ? "-" : text.Substring(0, DateLength), DateWidth)
            + Text.Pad(text == null ? "-" : text.Substring(DateLength + 1), TimeWidth);
    }

    private static void Delete(CommandContext context)
    {
        string name = context.Argument(0);
        if (!Exists(context, name)) return;
        WarnOfUser(context, name);
        context.Decide(" Delete flash:/" + name + "? [Y/N]:", isYes =>
        {
            if (!isYes) return;
            string reason = context.Services.Files.Delete(name);
            if (reason != null) context.Error(reason);
            else context.Info("Delete Success.");
        });
    }

    // A session may sign with a certificate that was never imported.
    private static void WarnOfUser(CommandContext context, string name)
    {
        SessionSettings user = context.Candidate.FindUserOfCertificate(name);
        bool isStored = context.Services.Certificates.IsStored(CertificateKind.Local, name);
        if (user == null || isStored) return;
        context.Warn("CMP session " + user.Name + " signs its requests with " + name
            + ", which is not imported.");
    }

    private static void Show(CommandContext context)
    {
        string name = context.Argument(0);
        if (!Exists(context, name)) return;
        string reason = context.Services.Files.Print(name, context.Output);
        if (reason != null) context.Error(reason);
    }

    private static bool Exists(CommandContext context, string name)
    {
        if (context.Services.Files.SizeOf(name) >= 0) return true;
        context.Error("There is no file " + name + " in flash; 'dir' lists the files.");
        return false;
    }
}
