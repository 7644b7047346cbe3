// Reference surface of System.Math, assembly version 1.5.116.0 (package nanoFramework.System.Math).
// Checked against: github.com/nanoframework/System.Math, tag v1.5.116, nanoFramework.System.Math/Math.cs.
// Declarations only, and only of what portable sources may sensibly use: docs/device-api.md.

using System.Reflection;

[assembly: AssemblyVersion("1.5.116.0")]

namespace System
{
    // Integers only as int: there is no overload for long, uint or ulong.
    public static class Math
    {
        public static int Abs(int value) => throw null;
        public static double Abs(double value) => throw null;
        public static int Max(int val1, int val2) => throw null;
        public static double Max(double val1, double val2) => throw null;
        public static int Min(int val1, int val2) => throw null;
        public static double Min(double val1, double val2) => throw null;
    }
}
