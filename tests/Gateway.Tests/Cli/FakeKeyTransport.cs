using System;
using Gateway.Cli;
using Gateway.Core;

namespace Gateway.Tests.Cli;

/// <summary>
/// Files with private keys on a fake board: the name tells what a file is, and every password opens
/// it but one.
/// </summary>
internal sealed class FakeKeyTransport(FakeBoard board) : IKeyTransportService
{
    public const string WrongPassword = "wrong password";

    public IShellJob Export(string keyName, KeyFileForm form, string fileName, byte[] password)
    {
        board.Calls.Add("export " + keyName + " " + form + " " + fileName + " "
            + password.Length);
        return new Job(password, () => board.Files[fileName] = 1700);
    }

    public string CheckFile(string fileName, KeyFileForm form, out bool needsPassword)
    {
        needsPassword = !fileName.StartsWith("plain");
        if (!board.Files.ContainsKey(fileName)) return "The file " + fileName + " does not exist.";
        return fileName.StartsWith("old") ? "The file " + fileName + " is too old." : null!;
    }

    public IShellJob Import(string keyName, KeyFileForm form, string fileName, byte[] password,
        bool isExportable)
    {
        board.Calls.Add("import " + keyName + " " + form + " " + fileName + " "
            + (password == null ? "-" : password.Length));
        return new Job(password, () => board.Keys[keyName] = new KeyDescription
        {
            Name = keyName, Algorithm = KeyAlgorithm.Rsa, Bits = 2048,
            IsExportable = isExportable, CreatedUtc = board.Now, PublicKey = new byte[50],
        });
    }

    public KeyDescription[] Match(string fileName, out string error)
    {
        error = board.Files.ContainsKey(fileName) ? null!
            : "The file " + fileName + " does not exist.";
        if (error != null) return null!;
        return [null!, .. board.Keys.Values];
    }

    private sealed class Job(byte[]? password, Action end) : IShellJob
    {
        private int _left = FakeBoard.StepsPerJob;

        public bool Succeeded { get; private set; }

        public bool Step(long nowMs, IShellOutput output)
        {
            output.Progress("Working " + _left);
            if (--_left > 0) return true;
            bool isWrong = password != null
                && System.Text.Encoding.ASCII.GetString(password) == WrongPassword;
            if (isWrong) output.Line("Error: The password is wrong.");
            else end();
            Succeeded = !isWrong;
            return false;
        }

        public void Cancel(IShellOutput output) => output.Line("Error: Cancelled.");
    }
}
