using System;

namespace Gateway.Crypto;

/// <summary>
/// A point in Jacobian coordinates: x = X / Z^2, y = Y / Z^3, all in Montgomery form. Between
/// operations X and Y are below 6 p, Z is below 2 p.
/// </summary>
internal sealed class EcPoint
{
    /// <summary>The point at infinity, with room for its coordinates.</summary>
    internal EcPoint(int limbs)
    {
        X = new ulong[limbs];
        Y = new ulong[limbs];
        Z = new ulong[limbs];
        IsInfinity = true;
    }

    /// <summary>X.</summary>
    internal ulong[] X { get; }

    /// <summary>Y.</summary>
    internal ulong[] Y { get; }

    /// <summary>Z.</summary>
    internal ulong[] Z { get; }

    /// <summary>Whether it is the neutral element; the coordinates mean nothing then.</summary>
    internal bool IsInfinity { get; set; }

    /// <summary>Takes over affine coordinates.</summary>
    internal void SetAffine(ulong[] x, ulong[] y, ulong[] one)
    {
        Array.Copy(x, 0, X, 0, X.Length);
        Array.Copy(y, 0, Y, 0, Y.Length);
        Array.Copy(one, 0, Z, 0, Z.Length);
        IsInfinity = false;
    }

    /// <summary>Takes over another point.</summary>
    internal void Set(EcPoint other)
    {
        SetAffine(other.X, other.Y, other.Z);
        IsInfinity = other.IsInfinity;
    }
}
