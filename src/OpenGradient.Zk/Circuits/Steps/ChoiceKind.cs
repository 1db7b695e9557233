namespace OpenGradient.Zk.Circuits.Steps;

/// <summary>Which cell of a row a <see cref="ChoiceStep"/> marks.</summary>
internal enum ChoiceKind
{
    /// <summary>The one that an index names; the axis is the last, behind those of the indices.</summary>
    Named,

    /// <summary>The first of the largest.</summary>
    FirstLargest,

    /// <summary>The last of the largest.</summary>
    LastLargest,

    /// <summary>The first of the smallest.</summary>
    FirstSmallest,

    /// <summary>The last of the smallest.</summary>
    LastSmallest,
}
