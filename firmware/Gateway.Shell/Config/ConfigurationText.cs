using System.Text;
using Gateway.Core;

namespace Gateway.Config;

/// <summary>
/// Writes a configuration as the commands that make it. The order of sections and lines is fixed,
/// so
/// equal configurations have equal texts. Values at their default are left out.
/// </summary>
public static class ConfigurationText
{
    private const string Separator = "#";

    /// <summary>The whole text, lines ended by LF.</summary>
    public static string ToText(Configuration configuration)
    {
        StringSink sink = new StringSink();
        Write(configuration, sink);
        return sink.ToString();
    }

    /// <summary>
    /// Writes the whole text line by line, from the first <c>#</c> to <c>return</c>.
    /// </summary>
    public static void Write(Configuration configuration, ITextSink sink)
    {
        sink.Line(Separator);
        sink.Line("sysname " + configuration.SystemName);
        foreach (EntitySettings entity in configuration.Entities)
        {
            sink.Line(Separator);
            WriteEntity(entity, sink);
        }

        foreach (InterfaceSettings port in configuration.Interfaces)
        {
            sink.Line(Separator);
            WriteInterface(port, sink);
        }

        WriteCertificatesAndSessions(configuration, sink);
        sink.Line(Separator);
        sink.Line("return");
    }

    /// <summary>Writes the lines of an entity.</summary>
    public static void WriteEntity(EntitySettings entity, ITextSink sink)
    {
        sink.Line("pki entity " + entity.Name);
        Value(sink, " country ", entity.Country);
        Value(sink, " state ", entity.State);
        Value(sink, " locality ", entity.Locality);
        Value(sink, " organization ", entity.Organization);
        Value(sink, " organization-unit ", entity.OrganizationUnit);
        Value(sink, " common-name ", entity.CommonName);
        Value(sink, " fqdn ", entity.Fqdn);
        Value(sink, " ip-address ", entity.IpAddress);
        Value(sink, " email ", entity.Email);
    }

    /// <summary>Writes the lines of a port.</summary>
    public static void WriteInterface(InterfaceSettings port, ITextSink sink)
    {
        sink.Line("interface " + port.Name);
        if (port.IsShutDown) sink.Line(" shutdown");
        if (port.Address == null) return;
        sink.Line(" ip address " + port.Address + " " + Ipv4.ToText(Ipv4.Mask(port.PrefixLength)));
    }

    /// <summary>Writes the lines of a session.</summary>
    public static void WriteSession(SessionSettings session, ITextSink sink)
    {
        sink.Line("pki cmp session " + session.Name);
        if (session.CaName != null) sink.Line(" cmp-request ca-name \"" + session.CaName + "\"");
        Value(sink, " cmp-request authentication-cert ", session.AuthenticationCertificate);
        Value(sink, " cmp-request entity ", session.EntityName);
        Value(sink, " cmp-request server url ", session.ServerUrl);
        Line(sink, " cmp-request rsa local-key-pair ", KeyPair(session));
        Line(sink, " cmp-request message-authentication-code ", Mac(session));
        if (session.Integrity == IntegrityAlgorithm.HmacSha1)
        {
            sink.Line(" cmp-request integrity-algorithm hmac-sha1");
        }

        if (session.IsAutoUpdateEnabled) sink.Line(" certificate auto-update enable");
        if (session.ExpirePercent != SessionSettings.ExpirePercentDefault)
        {
            sink.Line(" certificate update expire-time " + session.ExpirePercent.ToString());
        }
    }

    // The imports and the first session share a section.
    private static void WriteCertificatesAndSessions(Configuration configuration, ITextSink sink)
    {
        bool isOpen = configuration.Imports.Count > 0;
        if (isOpen) sink.Line(Separator);
        foreach (ImportedCertificate import in configuration.Imports)
        {
            sink.Line("pki import-certificate " + ImportedCertificate.Word(import.Kind)
                + " filename " + import.FileName);
        }

        foreach (SessionSettings session in configuration.Sessions)
        {
            if (!isOpen) sink.Line(Separator);
            isOpen = false;
            WriteSession(session, sink);
        }
    }

    // A value with a blank or a question mark stands in quotes; none holds a quote itself.
    private static void Value(ITextSink sink, string command, string value)
    {
        if (value == null) return;
        bool isQuoted = value.IndexOf(' ') >= 0 || value.IndexOf('?') >= 0;
        sink.Line(command + (isQuoted ? "\"" + value + "\"" : value));
    }

    private static void Line(ITextSink sink, string command, string arguments)
    {
        if (arguments != null) sink.Line(command + arguments);
    }

    private static string KeyPair(SessionSettings session)
    {
        if (session.KeyPairName == null || !session.RegeneratesKeyPair) return session.KeyPairName;
        string regenerate = session.KeyPairName + " regenerate";
        return session.RegenerateBits == 0 ? regenerate
            : regenerate + " " + session.RegenerateBits.ToString();
    }

    private static string Mac(SessionSettings session) =>
        session.MacReference == null || session.MacCipherText == null ? session.MacReference
            : session.MacReference + " " + session.MacCipherText;

    private sealed class StringSink : ITextSink
    {
        private readonly StringBuilder _text = new StringBuilder();

        public void Line(string line)
        {
            _text.Append(line);
            _text.Append('\n');
        }

        public override string ToString() => _text.ToString();
    }
}
