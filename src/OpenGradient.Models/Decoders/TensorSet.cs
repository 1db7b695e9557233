using System.Globalization;
using OpenGradient.Primitives;

namespace OpenGradient.Models.Decoders;

/// <summary>The tensors of a model that nothing has asked for yet. Each is taken once; what is left at the end would change the model.</summary>
internal sealed class TensorSet
{
    private readonly Dictionary<string, StoredTensor> _left;

    public TensorSet(IEnumerable<StoredTensor> tensors)
    {
        _left = tensors.ToDictionary(static tensor => tensor.Name, StringComparer.Ordinal);
    }

    /// <summary>The name of a tensor that nothing asked for; null if there is none.</summary>
    public string? Left => _left.Keys.Order(StringComparer.Ordinal).FirstOrDefault();

    /// <summary>Whether the model has the tensor.</summary>
    public bool Has(string name) => _left.ContainsKey(name);

    /// <summary>Whether the model has the tensor, with so many rows.</summary>
    public bool HasRows(string name, long rowCount) => _left.TryGetValue(name, out StoredTensor? tensor) && tensor.Shape is [long rows, ..] && rows == rowCount;

    /// <summary>The tensor, of the shape asked for.</summary>
    /// <exception cref="InvalidInputException">It is missing or of another shape; the subject is its name.</exception>
    public StoredTensor Take(string name, params ReadOnlySpan<long> shape)
    {
        if (!_left.Remove(name, out StoredTensor? tensor))
            throw new InvalidInputException(InvalidInputKind.Invalid, $"tensor '{name}'", "The file lacks this tensor.");
        return tensor.Shape.AsSpan().SequenceEqual(shape) ? tensor : throw WrongShape(tensor, shape);
    }

    /// <summary>The tensor, if there is one.</summary>
    public StoredTensor? TryTake(string name, params ReadOnlySpan<long> shape) => Has(name) ? Take(name, shape) : null;

    /// <summary>A matrix with so many columns and any number of rows.</summary>
    public StoredTensor TakeRows(string name, long columns) => _left.TryGetValue(name, out StoredTensor? tensor) && tensor.Shape.Length == 2
        ? Take(name, tensor.Shape[0], columns)
        : Take(name, 0, columns);

    private static InvalidInputException WrongShape(StoredTensor tensor, ReadOnlySpan<long> shape) => new(
        InvalidInputKind.Invalid,
        $"tensor '{tensor.Name}'",
        $"Its shape is [{string.Join(',', tensor.Shape)}]; the settings ask for [{string.Join(',', shape.ToArray().Select(static n => n.ToString(CultureInfo.InvariantCulture)))}].");
}
