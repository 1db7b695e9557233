using System.Collections.Immutable;
using OpenGradient.Primitives;
using OpenGradient.Zk.Circuits.Steps;
using OpenGradient.Zk.Hiding;
using OpenGradient.Zk.Multilinear;

namespace OpenGradient.Zk.Circuits;

/// <summary>The core of a Program for inputs of given shapes: what is proved, in order; proof-1 sections 8 to 10.</summary>
/// <remarks>Both sides build it from the Program and the public constants. Nothing in it comes from a proof.</remarks>
/// <param name="Values">By their numbers in the Program.</param>
/// <param name="Steps">The steps of the core, in the order of the Program.</param>
/// <param name="WitnessColumns">Their shapes, in the order of section 9; the counts of tables come last.</param>
/// <param name="KeyColumns">The shapes of the weights, in the order in which the Program first reads them.</param>
/// <param name="Lookups">What is looked up, in the order of the witness.</param>
/// <param name="Tables">The public constants that are tables, in the order in which the Program first reads them.</param>
/// <param name="BorderInputs">Values where the core begins.</param>
/// <param name="BorderOutputs">Values where the core ends.</param>
/// <param name="PublicConstants">The elements of each constant of the Program that is no weight, by value; null for the others.</param>
/// <param name="Program">The Program that this is the core of.</param>
/// <param name="RowSums">For each weight what the key says of the Σ |W| of each row, which the bounds rest on.</param>
internal sealed record Circuit(
    ImmutableArray<CircuitValue> Values,
    ImmutableArray<CircuitStep> Steps,
    ImmutableArray<TensorShape> WitnessColumns,
    ImmutableArray<TensorShape> KeyColumns,
    ImmutableArray<Lookup> Lookups,
    ImmutableArray<int> Tables,
    ImmutableArray<int> BorderInputs,
    ImmutableArray<int> BorderOutputs,
    ImmutableArray<long[]?> PublicConstants,
    Digest Program,
    ImmutableArray<long> RowSums)
{
    /// <summary>The bits of every table.</summary>
    public const int TableBits = 16;

    /// <summary>Of each input of the Program; what <c>Shape</c> gives follows from them.</summary>
    public required ImmutableArray<ImmutableArray<long>> InputShapes { get; init; }

    /// <summary>What the proof keeps from its verifier.</summary>
    public Visibility Visibility { get; init; }

    /// <summary>Where, among the columns of the witness, the counts of a table stand; 0 is the table of 16 bits.</summary>
    public int CountsColumn(int table) => WitnessColumns.Length - 1 - Tables.Length + table;

    /// <summary>The entry of a table of the Program, from 1, at a place of it.</summary>
    public long TableEntry(int table, int place) => PublicConstants[Tables[table - 1]]![place];
}
