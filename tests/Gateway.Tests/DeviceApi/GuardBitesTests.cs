using System.Collections.Generic;
using System.Linq;
using System.Text;
using Gateway.Tests.House;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace Gateway.Tests.DeviceApi;

/// <summary>The guard itself: what it must refuse, where and why, and what it must let
/// pass.</summary>
public class GuardBitesTests
{
    private const int BodyLine = 9;

    [Theory]
    [InlineData("var list = new System.Collections.Generic.List<int>();", "List<>", "ArrayList")]
    [InlineData("string s = text.Replace(\"a\", \"b\");", "'Replace'", "StringBuilder.Replace")]
    [InlineData("string s = string.Join(\",\", new[] { text });", "'Join'", "append in a loop")]
    [InlineData("bool b = string.IsNullOrWhiteSpace(text);", "'IsNullOrWhiteSpace'", "IsNullOrEmpty")]
    [InlineData("int i = string.CompareOrdinal(text, text);", "'CompareOrdinal'", "string.Compare")]
    [InlineData("bool b = text.Contains('a');", "CS1503", "docs/device-api.md")]
    [InlineData("bool b = text.StartsWith(\"a\", StringComparison.Ordinal);", "'StringComparison'", "leave it out")]
    [InlineData("string[] s = text.Split(\", \");", "CS1503", "docs/device-api.md")]
    [InlineData("int[,] grid = new int[2, 2];", "multi-dimensional", "array of arrays")]
    [InlineData("object grid = new int[2, 2];", "multi-dimensional", "array of arrays")]
    [InlineData("Span<byte> s = stackalloc byte[4];", "stackalloc", "array")]
    [InlineData("int i = checked(number + 1);", "checked", "compare before")]
    [InlineData("checked { number++; }", "checked", "compare before")]
    [InlineData("string s = Color.Red.ToString();", "Color as text is a number", "switch")]
    [InlineData("Color c = Color.Red; string s = c.ToString();", "Color as text is a number", "switch")]
    [InlineData("string s = \"a\" + Color.Red;", "Color as text is a number", "switch")]
    [InlineData("text += Color.Red;", "Color as text is a number", "switch")]
    [InlineData("string s = $\"{Color.Red}\";", "Color as text is a number", "switch")]
    [InlineData("string s = string.Format(\"{0}\", Color.Red);", "Color as text is a number", "switch")]
    [InlineData("new System.Text.StringBuilder().Append(Color.Red);", "Color as text is a number", "switch")]
    [InlineData("Func<int> f = () => 1;", "Func<>", "declare a delegate")]
    [InlineData("Action<int> f = x => { };", "Action<>", "breaks at run time")]
    [InlineData("var f = (int x) => x;", "CS", "docs/device-api.md")]
    [InlineData("var q = from x in new int[1] select x;", "LINQ", "write the loop")]
    [InlineData("var a = new { X = 1 };", "anonymous", "declare a class")]
    [InlineData("int i = await 5;", "await", "deadline")]
    [InlineData("var b = \"x\"u8;", "u8", "Encoding.UTF8")]
    [InlineData("var d = DateTime.Parse(text);", "'DateTime'", "UtcTime")]
    [InlineData("long t = DateTime.UtcNow.Ticks;", "'DateTime'", "UtcTime")]
    [InlineData("int[] a = new int[1]; Array.Resize(ref a, 2);", "'Resize'", "Array.Copy")]
    [InlineData("Array.Sort(new int[1]);", "'Sort'", "by hand")]
    [InlineData("Array.Fill(new int[1], 0);", "'Fill'", "loop")]
    [InlineData("object a = Array.Empty<int>();", "Empty<>", "new T[0]")]
    [InlineData("int t = Environment.TickCount;", "'Environment'", "argument")]
    [InlineData("var w = new System.Diagnostics.Stopwatch();", "'Stopwatch'", "argument")]
    [InlineData("Buffer.BlockCopy(null, 0, null, 0, 0);", "'Buffer'", "Array.Copy")]
    [InlineData("byte[] b = BitConverter.GetBytes(1);", "'BitConverter'", "shift")]
    [InlineData("string s = Convert.ToHexString(null);", "'Convert'", "Bytes")]
    [InlineData("bool b = char.IsDigit('1');", "'IsDigit'", "compare with")]
    [InlineData("var e = System.Text.Encoding.ASCII;", "'ASCII'", "UTF8")]
    [InlineData("string s = System.Text.Encoding.UTF8.GetString(new byte[1]);", "CS", "docs/device-api.md")]
    [InlineData("int i = 5; string s = i.ToString(\"X2\", null);", "CS", "docs/device-api.md")]
    [InlineData("long m = Math.Max(1L, 2L);", "CS", "docs/device-api.md")]
    [InlineData("(int A, int B) pair = default;", "tuple", "out argument")]
    [InlineData("int a = 1, b = 2; (a, b) = (b, a);", "tuple", "out argument")]
    [InlineData("int? maybe = null;", "nullable", "sentinel")]
    [InlineData("string? maybe = null;", "nullable", "sentinel")]
    [InlineData("decimal d = 1;", "decimal", "long")]
    [InlineData("var d = 1.5m;", "decimal", "long")]
    [InlineData("char c = text[^1];", "Index", "Length")]
    [InlineData("string s = text[1..2];", "Range", "Substring")]
    [InlineData("dynamic d = text;", "dynamic", "use a type")]
    [InlineData("unsafe { }", "unsafe", "index the array")]
    [InlineData("int Add(int x) => x + number; Add(1);", "local function", "static")]
    [InlineData("try { } catch (OverflowException) { }", "'OverflowException'", "error value")]
    [InlineData("System.Threading.Tasks.Task.Run(null);", "'Tasks'", "deadline")]
    [InlineData("System.IO.File.ReadAllText(text);", "CS0234", "docs/device-api.md")]
    public void Refuses_a_statement(string statement, string reason, string advice)
    {
        string source = $$"""
            using System;
            namespace Gateway.Snippet;
            public enum Color { Red, Green }
            public class C
            {
                private int number;
                public void M(string text)
                {
                    {{statement}}
                }
            }
            """;
        AssertFound(source, BodyLine, reason, advice);
    }

    [Theory]
    [InlineData("using System.Linq;", "'Linq'", "write the loop")]
    [InlineData("using System.Collections.Generic;", "'Generic'", "docs/device-api.md")]
    [InlineData("class Box<T> { }", "generic declaration", "object")]
    [InlineData("class C { void M<T>() { } }", "generic declaration", "object")]
    [InlineData("delegate void D<T>();", "generic declaration", "object")]
    [InlineData("struct S { public int X; }", "struct", "use a class")]
    [InlineData("struct S { public int X { get; set; } }", "struct", "use a class")]
    [InlineData("readonly struct S { }", "struct", "use a class")]
    [InlineData("record R(int X);", "record", "use a class")]
    [InlineData("record struct R(int X);", "record", "use a class")]
    [InlineData("class C { volatile int x; }", "volatile", "lock")]
    [InlineData("class C { async void M() { } }", "async", "deadline")]
    [InlineData("class C { public System.Collections.IEnumerable M() { yield return 1; } }", "yield", "ArrayList")]
    [InlineData("class C { unsafe void M() { } }", "unsafe", "index the array")]
    [InlineData("class C { public int X { get; init; } }", "IsExternalInit", "constructor")]
    [InlineData("#if BOARD\n#endif", "#if hides code from one build", "HAL interface")]
    [InlineData("class C { int[,] grid; }", "multi-dimensional", "array of arrays")]
    [InlineData("interface I { void M() { } }", "CS8701", "docs/device-api.md")]
    [InlineData("class C { (int, int) M() => default; }", "tuple", "out argument")]
    [InlineData("class C { void M(System.Span<byte> s) { } }", "Span<>", "offset and count")]
    public void Refuses_a_declaration(string declaration, string reason, string advice) =>
        AssertFound("namespace Gateway.Snippet;\n" + declaration, 2, reason, advice);

    [Theory]
    [InlineData("int[][] rows = new int[2][]; rows[0] = new[] { 1, 2, 3 };")]
    [InlineData("var list = new System.Collections.ArrayList(); foreach (object o in list) text += o;")]
    [InlineData("var map = new System.Collections.Hashtable(); map[text] = number;")]
    [InlineData("var b = new System.Text.StringBuilder(); b.Append('a').Append(1).Append(text); b.Clear();")]
    [InlineData("byte[] b = System.Text.Encoding.UTF8.GetBytes(text);")]
    [InlineData("switch (text) { case \"a\": case \"bb\": number = 1; break; case \"c\": number = 2; break; case \"d\": case \"e\": case \"f\": case \"g\": case \"h\": number = 3; break; }")]
    [InlineData("string s = $\"{number:X2} and {text}\";")]
    [InlineData("string s = number.ToString(\"D2\") + (int)Color.Red;")]
    [InlineData("string s = ((int)Color.Red).ToString();")]
    [InlineData("bool b = Color.Red == Color.Green; int i = (int)Color.Green;")]
    [InlineData("var map = new System.Collections.ArrayList(); map.Add(Color.Red);")]
    [InlineData("lock (this) { number++; }")]
    [InlineData("Handler h = x => x + number; h(1);")]
    [InlineData("static int Add(int x) => x + 1; Add(1);")]
    [InlineData("try { throw new ArgumentException(text); } catch (Exception e) when (e.Message == text) { }")]
    [InlineData("object o = text; if (o is string { Length: > 3 } s) number = s.Length;")]
    [InlineData("number = text switch { \"a\" => 1, null => 2, _ => 3 };")]
    [InlineData("using System.Threading.Timer t = new(_ => { }, null, 1, 1);")]
    [InlineData("unchecked { number++; } ulong m = 5UL * 7UL;")]
    [InlineData("const string hex = nameof(number); System.Diagnostics.Debug.WriteLine(hex);")]
    [InlineData("int[] a = { 1, 2, 3, 4, 5, 6, 7, 8 }; Array.Copy(a, 0, a, 1, 2); Array.Clear(a, 0, 1);")]
    [InlineData("if (int.TryParse(text, out int i)) number = i;")]
    [InlineData("object[] all = new object[0]; string s = string.Concat(all);")]
    public void Lets_pass_what_the_device_has(string statement)
    {
        CSharpCompilation compilation = DeviceCompiler.CompileSnippet($$"""
            using System;
            namespace Gateway.Snippet;
            public enum Color { Red, Green }
            public delegate int Handler(int x);
            public class C
            {
                private int number;
                public void M(string text)
                {
                    {{statement}}
                }
            }
            """);
        Assert.Empty(DeviceCompiler.Check(compilation).Select(f => f.ToString()));
        Assert.Empty(ImageWeight.Of(DeviceCompiler.Image(compilation)).Breaches);
    }

    [Fact]
    public void Tells_file_line_column_and_reason()
    {
        CSharpCompilation compilation = DeviceCompiler.CompileSnippet(
            "namespace Gateway.Snippet;\nclass C\n{\n"
                + "    string M(string s) => s.Replace('a', 'b');\n}");
        Finding finding = Assert.Single(DeviceCompiler.Check(compilation));
        string told = finding.ToString();
        Assert.StartsWith("Snippet.cs(4,29): CS1061: 'string' does not contain", told);
        Assert.EndsWith("(use IndexOf and Substring, or StringBuilder.Replace)", told);
    }

    [Fact]
    public void Gives_no_advice_on_our_own_types()
    {
        CSharpCompilation compilation = DeviceCompiler.CompileSnippet(
            "namespace Gateway.Snippet;\nclass C\n{\n    int M() { return this.Text; }\n}\n");
        Finding finding = Assert.Single(DeviceCompiler.Check(compilation));
        Assert.EndsWith("reference?)", finding.Reason);
    }

    [Fact]
    public void Refuses_too_many_locals()
    {
        StringBuilder body = new();
        for (int i = 0; i < 300; i++) body.Append($"int v{i} = F(); ");
        for (int round = 0; round < 2; round++)
        {
            for (int i = 0; i < 300; i++) body.Append($"G(v{i}); ");
        }

        Assert.Matches(
            @"^locals in Gateway\.Snippet\.C\.M: [0-9]+, at most 255", Breaches(body.ToString()));
    }

    [Fact]
    public void Refuses_too_much_byte_code()
    {
        StringBuilder body = new();
        for (int i = 0; i < 9000; i++) body.Append($"G({i}); ");
        Assert.Matches("^byte code: [0-9]+, at most 61440", Breaches(body.ToString()));
    }

    [Fact]
    public void Refuses_too_much_text()
    {
        StringBuilder body = new();
        for (int i = 0; i < 70; i++) body.Append($"H(\"{i}{new string('x', 1000)}\"); ");
        Assert.Matches("^names and literals: [0-9]+, at most 61440", Breaches(body.ToString()));
    }

    [Fact]
    public void Refuses_too_large_array_initializers()
    {
        string numbers = string.Join(",", Enumerable.Range(0, 3000));
        Assert.StartsWith(
            "array initializers: 12000, at most 8192",
            Breaches($"int[] a = {{ {numbers} }}; G(a[1]);"));
    }

    private static string Breaches(string body)
    {
        CSharpCompilation compilation = DeviceCompiler.CompileSnippet(
            $$"""
            namespace Gateway.Snippet;
            public class C
            {
                static int F() => 1; static void G(int x) { } static void H(string x) { }
                public static void M() { {{body}} }
            }
            """);
        return string.Join("; ", ImageWeight.Of(DeviceCompiler.Image(compilation)).Breaches);
    }

    private static void AssertFound(string source, int line, string reason, string advice)
    {
        IReadOnlyList<Finding> findings =
            DeviceCompiler.Check(DeviceCompiler.CompileSnippet(source));
        Assert.Contains(
            findings,
            f => f.Line == line && f.Reason.Contains(reason) && f.Reason.Contains(advice));
        Assert.All(findings, f => Assert.StartsWith("Snippet", f.File));
    }
}
