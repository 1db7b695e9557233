using OpenGradient.Tests;

namespace OpenGradient.Models.Tests.Encoders;

/// <summary>What BERT computes, in binary64 and plain loops, written from its description and not from the compiler.</summary>
internal static class ReferenceEncoder
{
    /// <summary>The embedding of a text, of length 1.</summary>
    /// <param name="tokens">Its tokens.</param>
    /// <param name="pooling">GGUF's number: 1 mean, 2 first token, 3 last token.</param>
    public static double[] Embed(int[] tokens, int pooling)
    {
        double[][] x = [.. tokens.Select((token, position) => Norm(Sum(Sum(Row("token_embd", token), Row("token_types", 0)), Row("position_embd", position)), "token_embd_norm"))];
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

    private static double[][] Block(string name, double[][] x)
    {
        double[][] attended = Attention(name, x);
        double[][] middle = [.. x.Select((row, t) => Norm(Sum(row, attended[t]), name + "attn_output_norm"))];
        return [.. middle.Select(row => Norm(Sum(row, Linear([.. Linear(row, name + "ffn_up").Select(Gelu)], name + "ffn_down")), name + "layer_output_norm"))];
    }

    private static double[][] Attention(string name, double[][] x)
    {
        const int Size = SmallEncoder.Width / SmallEncoder.Heads;
        (double[] Q, double[] K, double[] V)[] rows = [.. x.Select(row => (Linear(row, name + "attn_q"), Linear(row, name + "attn_k"), Linear(row, name + "attn_v")))];
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

    private static double[] Norm(double[] x, string name)
    {
        double mean = x.Average();
        double root = Math.Sqrt(x.Average(v => (v - mean) * (v - mean)) + 1e-12);
        return [.. x.Select((v, i) => ((v - mean) / root * Numbers(name + ".weight")[i]) + Numbers(name + ".bias")[i])];
    }

    private static double[] Linear(double[] x, string name) =>
        [.. Numbers(name + ".bias").Select((bias, o) => x.Select((v, d) => v * Numbers(name + ".weight")[(o * x.Length) + d]).Sum() + bias)];

    /// <summary>x · Φ(x), the integral by Simpson's rule.</summary>
    private static double Gelu(double x)
    {
        const int Steps = 2000;
        double width = x / Steps;
        double sum = Enumerable.Range(0, Steps + 1).Sum(i => (i == 0 || i == Steps ? 1 : i % 2 == 1 ? 4 : 2) * Math.Exp(-0.5 * i * width * i * width));
        return x * (0.5 + (sum * width / 3 / Math.Sqrt(2 * Math.PI)));
    }

    private static double[] Row(string name, int row) => [.. Numbers(name + ".weight").Skip(row * SmallEncoder.Width).Take(SmallEncoder.Width).Select(static v => (double)v)];

    private static float[] Numbers(string name) => SmallEncoder.Tensors[name].Numbers;

    private static double[] Sum(double[] x, double[] y) => [.. x.Select((v, i) => v + y[i])];
}
