namespace OpenGradient.Zk.Circuits;

/// <summary>That each cell of a column, or of two, stands in a table; proof-1 section 10.</summary>
/// <param name="Column">The first entry of the row, times <paramref name="Factor"/>, plus <paramref name="Offset"/>.</param>
/// <param name="Factor">A power of two: a limb of fewer than 16 bits is looked up at the top of the table.</param>
/// <param name="Offset">0, or 2^15 where the table begins at -2^15.</param>
/// <param name="ValueColumn">The second entry; -1 for the table of 16 bits, where it is 0.</param>
/// <param name="Table">0 for the table of 16 bits, otherwise the number of a table of the Program, from 1.</param>
internal sealed record Lookup(int Column, long Factor, long Offset, int ValueColumn, int Table);
