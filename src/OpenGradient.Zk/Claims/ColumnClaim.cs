using OpenGradient.Zk.Fields;

namespace OpenGradient.Zk.Claims;

/// <summary>A claim about a column of the witness or of the key.</summary>
/// <param name="Column">Its place among the columns.</param>
/// <param name="Claim">Over the axes of the column.</param>
internal readonly record struct ColumnClaim<TExtension>(int Column, Claim<TExtension> Claim)
    where TExtension : struct, IExtension<TExtension>;
