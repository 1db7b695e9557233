using System.Text.Json;
using OpenGradient.Zk.Fields;

namespace OpenGradient.Zk.Tests;

public sealed class ExtensionTests
{
    [Fact]
    public void Quadratic_Vectors_Hold() => Hold<QuadraticExtension>();

    [Fact]
    public void Cubic_Vectors_Hold() => Hold<CubicExtension>();

    private static void Hold<TExtension>()
        where TExtension : struct, IExtension<TExtension>
    {
        int count = 0;
        foreach (JsonElement vector in MathematicsVectors.Of<TExtension>("field").EnumerateArray())
        {
            TExtension left = vector.Number<TExtension>("left");
            TExtension right = vector.Number<TExtension>("right");

            Assert.Equal(vector.Number<TExtension>("sum"), left + right);
            Assert.Equal(vector.Number<TExtension>("difference"), left - right);
            Assert.Equal(vector.Number<TExtension>("product"), left * right);
            Assert.Equal(vector.Number<TExtension>("inverse"), left.Inverse());
            Assert.Equal(left * TExtension.From(right[0]), left * right[0]);
            Assert.Equal(TExtension.One, left * left.Inverse());
            count++;
        }

        Assert.Equal(4, count);
    }
}
