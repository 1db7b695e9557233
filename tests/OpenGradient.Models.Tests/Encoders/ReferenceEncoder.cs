using OpenGradient.Tests;

namespace OpenGradient.Models.Tests.Encoders;

/// <summary>What BERT and its kin compute, in binary64 and plain loops, written from their descriptions and not from the compiler.</summary>
/// <param name="tensors">By their GGUF names; which there are says which form it is.</param>
internal sealed class ReferenceEncoder(IReadOnlyDictionary<string, (int[] Shape, float[] Numbers)> tensors)
{
    /// <summary>The row of the first token in the table of positions.</summary>
    public int FirstPosition { get; init; }

    /// <summary>Of the frequencies of rotation, where there is no table.</summary>
    public double RotaryBase { get; init; } = 1000;

    /// <summary>The embedding of a text, of length 1.</summary>
    /// <param name="tokens">Its tokens.</param>
    /// <param name="pooling">GGUF's number: 1 mean, 2 first token, 3 last token.</param>
    public double[] Embed(int[] tokens, int pooling)
    {
        double[][] x = [.. tokens.Select((token, position) => Norm(Sum(Sum(Row("token_embd", token), Row("token_types", 0)), Position(position)), "token_embd_norm"))];
        for (int block = 0; block < SmallEncoder.Blocks; block++)
            x = Block($"blk.{block}.", x);
        double[] pooled = pooling switch
        {
            1 => [.. Enumerable.Range(0, SmallEncoder.Width).Select(d => x.Average(row => row[d]))],
            2 => x[0],
            _ => x[^1],
        };
        double length = Math.Sqrt(pooled.Sum(static v => v * v));
        return [.. pooled.Select(v => v / length)];
    }

    private double[][] Block(string name, double[][] x)
    {
        double[][] attended = Attention(name, x);
        double[][] middle = [.. x.Select((row, t) => Norm(Sum(row, attended[t]), name + "attn_output_norm"))];
        return [.. middle.Select(row => Norm(Sum(row, Linear(Middle(row, name), name + "ffn_down")), name + "layer_output_norm"))];
    }

    private double[][] Attention(string name, double[][] x)
    {
        const int Size = SmallEncoder.Width / SmallEncoder.Heads;
        (double[] Q, double[] K, double[] V)[] rows = [.. x.Select((row, position) => Projected(row, position, name))];
        double[][] mixed = [.. x.Select(static row => new double[row.Length])];
        for (int t = 0; t < x.Length; t++)
        {
            for (int head = 0; head < SmallEncoder.Width; head += Size)
            {
                double[] weights = [.. rows.Select(row => Math.Exp(Enumerable.Range(head, Size).Sum(d => rows[t].Q[d] * row.K[d]) / Math.Sqrt(Size)))];
                for (int d = head; d < head + Size; d++)
                    mixed[t][d] = rows.Select((row, j) => weights[j] * row.V[d]).Sum() / weights.Sum();
            }
        }

        return [.. mixed.Select(row => Linear(row, name + "attn_output"))];
    }

    private double[] Position(int position) => tensors.ContainsKey("position_embd.weight") ? Row("position_embd", FirstPosition + position) : new double[SmallEncoder.Width];

    private (double[] Q, double[] K, double[] V) Projected(double[] x, int position, string name)
    {
        if (!tensors.ContainsKey(name + "attn_qkv.weight"))
            return (Linear(x, name + "attn_q"), Linear(x, name + "attn_k"), Linear(x, name + "attn_v"));
        double[] all = Linear(x, name + "attn_qkv");
        return (Rotated(all[..x.Length], position), Rotated(all[x.Length..(2 * x.Length)], position), all[(2 * x.Length)..]);
    }

    /// <summary>Elements i and i + half of each head are a pair.</summary>
    private double[] Rotated(double[] x, int position)
    {
        const int Size = SmallEncoder.Width / SmallEncoder.Heads;
        double[] y = [.. x];
        for (int a = 0; a < x.Length; a++)
        {
            int pair = a % Size;
            if (pair >= Size / 2)
                continue;
            (int b, double angle) = (a + (Size / 2), position * Math.Pow(RotaryBase, -2.0 * pair / Size));
            y[a] = (x[a] * Math.Cos(angle)) - (x[b] * Math.Sin(angle));
            y[b] = (x[a] * Math.Sin(angle)) + (x[b] * Math.Cos(angle));
        }

        return y;
    }

    private double[] Middle(double[] x, string name)
    {
        double[] up = Linear(x, name + "ffn_up");
        return tensors.ContainsKey(name + "ffn_gate.weight")
            ? [.. Linear(x, name + "ffn_gate").Select((gate, i) => gate / (1 + Math.Exp(-gate)) * up[i])]
            : [.. up.Select(Gelu)];
    }

    private double[] Norm(double[] x, string name)
    {
        double mean = x.Average();
        double root = Math.Sqrt(x.Average(v => (v - mean) * (v - mean)) + 1e-12);
        return [.. x.Select((v, i) => ((v - mean) / root * Numbers(name + ".weight")[i]) + Numbers(name + ".bias")[i])];
    }

    private double[] Linear(double[] x, string name)
    {
        float[] weights = Numbers(name + ".weight");
        float[]? bias = tensors.TryGetValue(name + ".bias", out (int[] Shape, float[] Numbers) found) ? found.Numbers : null;
        return [.. Enumerable.Range(0, weights.Length / x.Length).Select(o => x.Select((v, d) => v * weights[(o * x.Length) + d]).Sum() + (bias?[o] ?? 0))];
    }

    /// <summary>x · Φ(x), the integral by Simpson's rule.</summary>
    private static double Gelu(double x)
    {
        const int Steps = 2000;
        double width = x / Steps;
        double sum = Enumerable.Range(0, Steps + 1).Sum(i => (i == 0 || i == Steps ? 1 : i % 2 == 1 ? 4 : 2) * Math.Exp(-0.5 * i * width * i * width));
        return x * (0.5 + (sum * width / 3 / Math.Sqrt(2 * Math.PI)));
    }

    private double[] Row(string name, int row) => [.. Numbers(name + ".weight").Skip(row * SmallEncoder.Width).Take(SmallEncoder.Width).Select(static v => (double)v)];

    private float[] Numbers(string name) => tensors[name].Numbers;

    private static double[] Sum(double[] x, double[] y) => [.. x.Select((v, i) => v + y[i])];
}
