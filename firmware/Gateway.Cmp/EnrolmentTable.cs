namespace Gateway.Cmp;

/// <summary>All transitions of <see cref="EnrolmentMachine"/>.</summary>
public static class EnrolmentTable
{
}
