using System;
using System.Collections.Generic;
using System.IO;
using Gateway.Config;
using Gateway.Core;

namespace Gateway.Tests.Cli;

/// <summary>The transcripts in tests/Vectors/Shell, which are part of the test assembly.</summary>
internal static class Vectors
{
    public static string Read(string name)
    {
        using Stream? stream = typeof(Vectors).Assembly.GetManifestResourceStream("Shell/" + name);
        if (stream == null) throw new InvalidOperationException("no vector " + name);
        using StreamReader reader = new(stream);
        return reader.ReadToEnd();
    }

    /// <summary>The certificate texts of the procedure, without key bits and signature.</summary>
    public static IEnumerable<string> CertificateText(CertificateKind kind)
    {
        string head = kind == CertificateKind.Ca
            ? " The x509 object  type is certificate:" : " The  x509_obj type is Cert:";
        bool isIn = false;
        foreach (string line in Read("procedure.txt").Split('\n'))
        {
            if (isIn && line.Length == 0) yield break;
            if (isIn) yield return line;
            isIn |= line == head;
        }
    }
}
