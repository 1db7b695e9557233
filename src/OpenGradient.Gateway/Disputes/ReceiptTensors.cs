using System.Collections.Immutable;
using OpenGradient.Programs;
using OpenGradient.Receipts;

namespace OpenGradient.Gateway;

/// <summary>The tensors that leaves of a receipt hold.</summary>
public static class ReceiptTensors
{
    /// <summary>One tensor for each input of a Program, in its order; null if the leaves are anything else.</summary>
    public static ImmutableArray<Tensor>? Inputs(Program program, ImmutableArray<CommitmentLeaf> leaves)
    {
        ArgumentNullException.ThrowIfNull(program);
        return Read(leaves, [.. program.Inputs.Select(static input => input.Name)]);
    }

    /// <summary>One tensor for each name, in their order; null if the leaves are anything else.</summary>
    public static ImmutableArray<Tensor>? Read(ImmutableArray<CommitmentLeaf> leaves, ImmutableArray<string> names)
    {
        if (leaves.Length != names.Length)
            return null;
        var tensors = ImmutableArray.CreateBuilder<Tensor>(leaves.Length);
        foreach ((CommitmentLeaf leaf, string name) in leaves.Zip(names))
        {
            if (leaf.Kind != LeafKind.Tensor
                || leaf.Label != name
                || !TensorContent.TryParse(leaf.Content, out TensorContent? content)
                || !ElementTypes.TryParse(content.Type, out ElementType type))
                return null;
            tensors.Add(new Tensor(type, content.Shape, content.Bytes.ToArray()));
        }

        return tensors.MoveToImmutable();
    }
}
