using System.Collections.Immutable;
using System.Globalization;
using OpenGradient.Primitives;
using OpenGradient.Receipts;

namespace OpenGradient.Client;

/// <summary>Runs one tensor model: inputs and outputs have the bits that the receipt commits to.</summary>
public sealed class TensorClient
{
    private readonly CommittedOutputs _outputs;
    private readonly string _model;

    internal TensorClient(CommittedOutputs outputs, string model)
    {
        _outputs = outputs;
        _model = model;
    }

    /// <summary>Runs the model.</summary>
    /// <param name="inputs">A tensor for each input of the model, in any order.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The outputs, in the model's order, and what stands behind them.</returns>
    /// <exception cref="UnverifiedAnswerException">The evidence is missing, wrong or not enough.</exception>
    /// <exception cref="HttpRequestException">The node cannot be reached, or refuses.</exception>
    public async Task<(ImmutableArray<NamedTensor> Outputs, VerifiedAnswer Answer)> RunAsync(IReadOnlyList<NamedTensor> inputs, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        JsonValue request = JsonValue.Object(
            ("inputs", JsonValue.Array([.. inputs.Select(ToJson)])),
            ("parameters", JsonValue.Object(("binary_data_output", JsonValue.True)))); // a model may give what JSON cannot say
        ImmutableArray<CommitmentLeaf> sent = [.. inputs.Select(static input => input.Content.ToLeaf(input.Name))];
        ImmutableArray<CommittedOutput> runs = await _outputs
            .AskAsync($"v2/models/{Uri.EscapeDataString(_model)}/infer", _model, request, json => CreateContent(json, inputs), [sent], cancellationToken).ConfigureAwait(false);
        return ([.. runs[0].Leaves.Select(static leaf => Read(leaf))], runs[0].Answer);
    }

    private static JsonValue ToJson(NamedTensor input) => JsonValue.Object(
        ("name", JsonValue.String(input.Name)),
        ("shape", JsonValue.Array([.. input.Content.Shape.Select(static dimension => JsonValue.Number(dimension.ToString(CultureInfo.InvariantCulture)))])),
        ("datatype", JsonValue.String(input.WireType)),
        ("parameters", JsonValue.Object(("binary_data_size", JsonValue.Number(input.Content.Bytes.Length.ToString(CultureInfo.InvariantCulture))))));

    /// <summary>The JSON, followed by the elements of each input.</summary>
    private static ByteArrayContent CreateContent(byte[] json, IReadOnlyList<NamedTensor> inputs)
    {
        ByteArrayContent content = new([.. json, .. inputs.SelectMany(static input => input.Content.Bytes.ToArray())]);
        content.Headers.ContentType = new("application/octet-stream");
        content.Headers.Add("Inference-Header-Content-Length", json.Length.ToString(CultureInfo.InvariantCulture));
        return content;
    }

    private static NamedTensor Read(CommitmentLeaf leaf) => leaf.Kind == LeafKind.Tensor && TensorContent.TryParse(leaf.Content, out TensorContent? tensor)
        ? new NamedTensor(leaf.Label, tensor)
        : throw new UnverifiedAnswerException("the receipt commits to something else than tensors");
}
