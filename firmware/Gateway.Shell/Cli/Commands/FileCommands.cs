using Gateway.Config;

namespace Gateway.Cli.Commands;

/// <summary>The files in flash.</summary>
internal sealed class FileCommands : CommandFamily
{
    private const int IndexWidth = 5;
    private const int SizeWidth = 12;

    internal override string Syntax(int index)
    {
        switch (index)
        {
            case 0: return "dir{List the files in flash}";
            case 1: return "delete{Delete a file in flash} <file-name>{Name of the file}";
            default: return null;
        }
    }

    internal override int Views(int index) => View.User | View.System;

    internal override void Execute(int index, CommandContext context)
    {
        if (index == 0) List(context);
        else Delete(context);
    }

    private static void List(CommandContext context)
    {
        string[] names = context.Services.Files.Names();
        context.Line("Directory of flash:/");
        context.Line("");
        context.Line(Text.PadLeft("Idx", IndexWidth) + Text.PadLeft("Size(Byte)", SizeWidth)
            + "  FileName");
        for (int i = 0; i < names.Length; i++)
        {
            context.Line(Text.PadLeft(i.ToString(), IndexWidth)
                + Text.PadLeft(context.Services.Files.SizeOf(names[i]).ToString(), SizeWidth)
                + "  " + names[i]);
        }
    }

    private static void Delete(CommandContext context)
    {
        string name = context.Argument(0);
        if (context.Services.Files.SizeOf(name) < 0)
        {
            context.Error("There is no file " + name + " in flash; 'dir' lists the files.");
            return;
        }

        context.Decide(" Delete flash:/" + name + "? [Y/N]:", isYes =>
        {
            if (!isYes) return;
            string reason = context.Services.Files.Delete(name);
            if (reason != null) context.Error(reason);
            else context.Info("Delete Success.");
        });
    }
}
