using System.Diagnostics.CodeAnalysis;

namespace OpenGradient.Kernels;

/// <summary>The stored encodings of exec-1, by name.</summary>
internal static class StoredEncodings
{
    private static readonly Dictionary<string, StoredEncoding> ByName = new StoredEncoding[]
    {
        StoredEncoding.Plain<Float32Elements>("f32"),
        StoredEncoding.Plain<Float16Elements>("f16"),
        StoredEncoding.Plain<BFloat16Elements>("bf16"),
        StoredEncoding.Blocks<Q8_0Panels>("q8_0", 32, 34, WeightBlockReaders.Q8_0),
        StoredEncoding.Blocks<Q4_0Panels>("q4_0", 32, 18, WeightBlockReaders.Q4_0),
        StoredEncoding.Blocks<Q4_1Panels>("q4_1", 32, 20, WeightBlockReaders.Q4_1),
        StoredEncoding.Blocks<Q5_0Panels>("q5_0", 32, 22, WeightBlockReaders.Q5_0),
        StoredEncoding.Blocks<Q5_1Panels>("q5_1", 32, 24, WeightBlockReaders.Q5_1),
        StoredEncoding.Blocks<Iq4NlPanels>("iq4_nl", 32, 18, WeightBlockReaders.Iq4Nl),
        StoredEncoding.Blocks<Iq4XsPanels>("iq4_xs", 256, 136, WeightBlockReaders.Iq4Xs),
        StoredEncoding.Blocks<Q2KPanels>("q2_k", 256, 84, WeightBlockReaders.Q2K),
        StoredEncoding.Blocks<Q3KPanels>("q3_k", 256, 110, WeightBlockReaders.Q3K),
        StoredEncoding.Blocks<Q4KPanels>("q4_k", 256, 144, WeightBlockReaders.Q4K),
        StoredEncoding.Blocks<Q5KPanels>("q5_k", 256, 176, WeightBlockReaders.Q5K),
        StoredEncoding.Blocks<Q6KPanels>("q6_k", 256, 210, WeightBlockReaders.Q6K),
    }.ToDictionary(static encoding => encoding.Name, StringComparer.Ordinal);

    /// <summary>The encodings whose elements stand alone.</summary>
    public static IEnumerable<StoredEncoding> Plain => ByName.Values.Where(static encoding => encoding.Rows is not null);

    /// <summary>The encodings whose elements come in blocks.</summary>
    public static IEnumerable<StoredEncoding> Blocked => ByName.Values.Where(static encoding => encoding.Panels is not null);

    /// <summary>The encoding of that name; false if exec-1 has none.</summary>
    public static bool TryFind(string name, [NotNullWhen(true)] out StoredEncoding? encoding) => ByName.TryGetValue(name, out encoding);
}
