namespace Gateway.Cli.Commands;

/// <summary>What becomes of a file whose content was imported.</summary>
internal static class FileDisposal
{
    /// <summary>
    /// Asks whether the file is to be deleted; a file that stays may need a warning, or null.
    /// </summary>
    internal static void Offer(CommandContext context, string name, string keptWarning)
    {
        context.Decide(" Warning: The file in the flash will be deleted. "
            + "Please select 'N' if you want to keep it. Please select [Y/N]:", isYes =>
        {
            if (!isYes)
            {
                context.Info("The file will keep in the flash.");
                if (keptWarning != null) context.Warn(keptWarning);
                return;
            }

            string refused = context.Services.Files.Delete(name);
            if (refused != null) context.Error(refused);
            else context.Info("Delete Success.");
        });
    }
}
