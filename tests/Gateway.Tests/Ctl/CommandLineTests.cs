using System.CommandLine;
using System.Linq;
using System.Net;
using System.Threading.Tasks;
using Gateway.Ctl;
using Gateway.Ctl.Commands;
using Gateway.Ctl.Demo;
using Gateway.Simulator;
using Xunit;

namespace Gateway.Tests.Ctl;

/// <summary>Options of the commands: what they become, and what is refused.</summary>
public class CommandLineTests
{
    [Fact]
    public async Task Sim_takes_all_its_options()
    {
        SimOptions options = await ParseSim("--flash d --console tcp:4001"
            + " --map 10.3.0.1:8080=127.0.0.1:18080 --map ca:80=localhost:81"
            + " --port-type 100GE --seed 00ff --clock 2026-01-31T08:30:00Z");
        Assert.Equal(("d", "100GE", 1769848200L),
            (options.Flash, options.PortType, options.ClockSeconds!.Value));
        Assert.Equal(new ConsoleChoice(ConsoleKind.Tcp, new IPEndPoint(IPAddress.Loopback, 4001)),
            options.Console);
        Assert.Equal(2, options.Map.Count);
        Assert.Equal([0, 255], options.Seed);
        Assert.Equal(1769848200, options.ToBoard().Clock!.UtcSeconds);
    }

    [Fact]
    public async Task Sim_has_defaults()
    {
        SimOptions options = await ParseSim("--flash d");
        Assert.Equal((ConsoleKind.Stdio, "Ethernet", 0),
            (options.Console.Kind, options.PortType, options.Map.Count));
        Assert.Null(options.Seed);
        Assert.Null(options.ClockSeconds);
        Assert.Null(options.ScriptPath);
        Assert.False(options.KeepGoing);
        Assert.Null(options.ToBoard().Clock);
    }

    [Fact]
    public async Task Sim_takes_a_script()
    {
        SimOptions options = await ParseSim("--flash d --script f --keep-going");
        Assert.Equal(("f", true), (options.ScriptPath, options.KeepGoing));
    }

    [Theory]
    [InlineData("")]
    [InlineData("--flash")]
    [InlineData("--flash d extra")]
    [InlineData("--flash d --console")]
    [InlineData("--flash d --console tcp")]
    [InlineData("--flash d --console tcp:")]
    [InlineData("--flash d --console tcp:65536")]
    [InlineData("--flash d --console tcp:host:1")]
    [InlineData("--flash d --console com3")]
    [InlineData("--flash d --map 10.3.0.1:8080")]
    [InlineData("--flash d --map ca:1=b:1 --map ca:1=c:1")]
    [InlineData("--flash d --map ca:1=b:1 ca:2=c")]
    [InlineData("--flash d --port-type 10GE")]
    [InlineData("--flash d --seed xyz")]
    [InlineData("--flash d --seed 123")]
    [InlineData("--flash d --clock yesterday")]
    [InlineData("--flash d --keep-going")]
    [InlineData("--flash d --script f --console pty")]
    public void Sim_refuses(string arguments)
    {
        ParseResult parsed = Program.CreateRoot().Parse("sim " + arguments);
        Assert.NotEmpty(parsed.Errors);
        Assert.DoesNotContain('\n', parsed.Errors[0].Message);
    }

    [Theory]
    [InlineData("", null, null, false)]
    [InlineData("--dir d --key-bits 2048 --provisioned", "d", 2048, true)]
    public async Task Demo_takes_its_options(string arguments, string? folder, int? bits,
        bool provisioned)
    {
        DemoOptions? options = null;
        RootCommand root = new()
        {
            DemoCommand.Create((o, _) =>
            {
                options = o;
                return Task.FromResult(7);
            }),
        };
        int code = await root.Parse("demo " + arguments)
            .InvokeAsync(null, TestContext.Current.CancellationToken);
        Assert.Equal(7, code);
        Assert.Equal(new DemoOptions(folder, bits, provisioned), options);
    }

    [Theory]
    [InlineData("--key-bits 2047")]
    [InlineData("--key-bits 2049")]
    [InlineData("--key-bits 4098")]
    [InlineData("--key-bits -2048")]
    [InlineData("--key-bits many")]
    [InlineData("--key-bits")]
    [InlineData("--dir")]
    [InlineData("extra")]
    public void Demo_refuses(string arguments) =>
        Assert.NotEmpty(Program.CreateRoot().Parse("demo " + arguments).Errors);

    [Fact]
    public void The_procedure_has_its_stages_in_order()
    {
        DemoProcedure procedure = DemoProcedure.Load(null, isProvisioned: false, isFull: false);
        Assert.Equal([0, 12, 15, 26, 33, 35, 42, 51, 53, 54],
            procedure.Stages.Select(s => s.FirstLine));
        Assert.Equal((DemoAct.Leap, DemoAct.Renewal),
            (procedure.Stages[^2].Act, procedure.Stages[^1].Act));
        Assert.Equal(80, procedure.ExpirePercent);
        Assert.Equal(("1234", "10.3.0.1:8080", "C=cn,ST=beijing,L=SD,O=BB,OU=BB,CN=BB"),
            (procedure.Reference, procedure.Server, procedure.AuthorityName));
        Assert.Equal("3072", procedure.Script.Lines[13]);
        Assert.Contains(procedure.Script.Lines, l => l.EndsWith(procedure.Secret));
    }

    [Fact]
    public void The_full_procedure_goes_on_after_the_first_renewal()
    {
        DemoProcedure plain = DemoProcedure.Load(null, isProvisioned: false, isFull: false);
        DemoProcedure full = DemoProcedure.Load(null, isProvisioned: false, isFull: true);
        int count = plain.Script.Lines.Count;
        Assert.Equal(plain.Script.Lines, full.Script.Lines.Take(count));
        Assert.Equal(plain.Stages, full.Stages.Take(plain.Stages.Count));
        Assert.Equal(plain.Stages.Count + 3, full.Stages.Count);
        Assert.All(full.Stages.Skip(plain.Stages.Count), s => Assert.True(s.FirstLine >= count));
        Assert.DoesNotContain(plain.Script.Lines, l => l.Contains("revocation"));
        Assert.DoesNotContain(full.Script.Lines, l => l.Contains("keyupdate-request"));
        Assert.Equal(["cmp_ir.cer", "cmp_kur.cer", "cmp_kur2.cer"], full.Certificates);
    }

    [Fact]
    public void The_procedure_takes_another_key_and_leaves_the_secret_out()
    {
        DemoProcedure plain = DemoProcedure.Load(null, isProvisioned: false, isFull: false);
        DemoProcedure other = DemoProcedure.Load(2048, isProvisioned: true, isFull: false);
        string[] changed = other.Script.Lines.Except(plain.Script.Lines).ToArray();
        Assert.Equal(["2048", "cmp-request message-authentication-code 1234"], changed);
        Assert.DoesNotContain(other.Script.Lines, l => l.Contains(other.Secret));
        Assert.Equal(plain.Secret, other.Secret);
        Assert.Equal(plain.Script.Lines.Count, other.Script.Lines.Count);
    }

    private static async Task<SimOptions> ParseSim(string arguments)
    {
        SimOptions? options = null;
        RootCommand root = new()
        {
            SimCommand.Create((o, _) =>
            {
                options = o;
                return Task.FromResult(0);
            }),
        };
        ParseResult parsed = root.Parse("sim " + arguments);
        Assert.Empty(parsed.Errors);
        await parsed.InvokeAsync(null, TestContext.Current.CancellationToken);
        return options!;
    }
}
