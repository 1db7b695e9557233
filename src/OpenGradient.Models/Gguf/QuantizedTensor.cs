namespace OpenGradient.Models.Gguf;

/// <summary>What became of one tensor.</summary>
/// <param name="Name">Its name.</param>
/// <param name="From">The encoding before.</param>
/// <param name="To">The encoding now; the same if it was left as it is.</param>
/// <param name="ElementCount">How many numbers it has.</param>
/// <param name="LengthBytes">How many bytes it takes now.</param>
/// <param name="RootMeanSquare">The root of the mean of its squares.</param>
/// <param name="RootMeanSquareError">The same of the differences to what it was before.</param>
/// <param name="MaximumError">The largest difference.</param>
public sealed record QuantizedTensor(
    string Name, string From, string To, long ElementCount, long LengthBytes, double RootMeanSquare, double RootMeanSquareError, double MaximumError);
