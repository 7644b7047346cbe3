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
        WriteDevice(configuration, sink);
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
    public static void WriteSession(SessionSettings session, ITextSink sink) =>
        SessionText.Write(session, sink);

    private static void WriteDevice(Configuration configuration, ITextSink sink)
    {
        if (configuration.TimeServer != null)
        {
            sink.Line(Separator);
            sink.Line("ntp unicast-server " + configuration.TimeServer);
        }

        bool isUsual = configuration.PrewarningDays == Configuration.PrewarningDaysDefault;
        if (!isUsual || configuration.WritesPemFiles) sink.Line(Separator);
        if (configuration.WritesPemFiles) sink.Line("pki file-format pem");
        if (isUsual) return;
        sink.Line("pki set-certificate expire-prewarning "
            + configuration.PrewarningDays.ToString());
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
    internal static void Value(ITextSink sink, string command, string value)
    {
        if (value == null) return;
        bool isQuoted = value.IndexOf(' ') >= 0 || value.IndexOf('?') >= 0;
        sink.Line(command + (isQuoted ? "\"" + value + "\"" : value));
    }

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
