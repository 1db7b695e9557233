using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using OpenGradient.Models.Compilation;

namespace OpenGradient.Models.Onnx.Fusion;

/// <summary>Questions that patterns ask of values.</summary>
internal static class Match
{
    /// <summary>The step with one output of that operator that makes the value; null if another makes it.</summary>
    public static DraftStep? Step(DraftValue? value, string name) => value?.Step is { Outputs.Length: 1 } step && step.Operator == name ? step : null;

    /// <summary>Input <paramref name="index"/> of a step; null if it is not given.</summary>
    public static DraftValue? Input(DraftStep step, int index) => index < step.Inputs.Length ? step.Inputs[index] : null;

    /// <summary>The number that a constant of <c>f32</c> with one element is; null for any other value.</summary>
    public static float? Scalar(DraftValue? value) => value?.Constant is { Encoding: "f32", Bytes.Length: 4 } constant
        ? BinaryPrimitives.ReadSingleLittleEndian(constant.Bytes.Span)
        : null;

    /// <summary>That number, if the constant adds no dimension to <paramref name="x"/> when they meet; else null.</summary>
    public static float? Scalar(DraftValue? value, DraftValue x) => AddsNoDimension(value, x) ? Scalar(value) : null;

    /// <summary>Whether a constant has no more dimensions than a value; of one whose dimensions are not known, whether it has none.</summary>
    public static bool AddsNoDimension(DraftValue? constant, DraftValue x) => constant?.Constant is { } known && known.Shape.Length <= (x.Facts.Rank ?? 0);

    /// <summary>What the mean over the last axis, kept as a dimension, is taken of; null if the value is something else.</summary>
    public static DraftValue? MeanOfRow(DraftValue value) =>
        Step(value, "ReduceMean") is { Attributes.IsEmpty: true } mean && Integers(Input(mean, 1)) is [-1] ? mean.Inputs[0] : null;

    /// <summary>The value whose square this is; null if it is no square.</summary>
    public static DraftValue? Squared(DraftValue value)
    {
        if (Step(value, "Mul") is { Inputs: [{ } first, { } second] })
            return ReferenceEquals(first, second) ? first : null;
        return Step(value, "Pow") is { Inputs: [{ } powered, { } exponent] } && IsNumber(exponent, 2) && AddsNoDimension(exponent, powered) ? powered : null;
    }

    /// <summary>Whether a constant list of <c>f32</c> has one number, and more than one, for each element of a row of <paramref name="x"/>, as far as the row is known.</summary>
    public static bool IsForRow(DraftValue list, DraftValue x) =>
        Floats(list, 1) is { ElementCount: > 1 } constant && (x.Facts.Shape is not [.., { } length] || length == constant.ElementCount);

    /// <summary>Whether the value is a constant with one element that is this whole number, of <c>f32</c>, <c>i64</c> or <c>i32</c>.</summary>
    public static bool IsNumber(DraftValue? value, int number) => value?.Constant is { ElementCount: 1 } constant && constant.Encoding switch
    {
        "f32" => BinaryPrimitives.ReadSingleLittleEndian(constant.Bytes.Span) == number,
        "i64" => BinaryPrimitives.ReadInt64LittleEndian(constant.Bytes.Span) == number,
        "i32" => BinaryPrimitives.ReadInt32LittleEndian(constant.Bytes.Span) == number,
        _ => false,
    };

    /// <summary>The constant of <c>f32</c> with that many dimensions; null for any other value.</summary>
    public static DraftConstant? Floats(DraftValue? value, int rank) => value?.Constant is { Encoding: "f32" } constant && constant.Shape.Length == rank ? constant : null;

    /// <summary>The constant of <c>f32</c>; null for any other value.</summary>
    public static DraftConstant? Floats(DraftValue? value) => value?.Constant is { Encoding: "f32" } constant ? constant : null;

    /// <summary>The elements of a constant of <c>f32</c>.</summary>
    public static ReadOnlySpan<float> Elements(DraftConstant constant) => MemoryMarshal.Cast<byte, float>(constant.Bytes.Span);

    /// <summary>The constant list of <c>i64</c>; null for any other value.</summary>
    public static long[]? Integers(DraftValue? value) =>
        value?.Constant is { Encoding: "i64", Shape.Length: 1 } constant ? MemoryMarshal.Cast<byte, long>(constant.Bytes.Span).ToArray() : null;

    /// <summary>The numbers of a list attribute; null if it is not given.</summary>
    public static int[]? List(DraftStep step, string attribute) => step.Attributes.TryGetValue(attribute, out string? text) && text.Length > 0
        ? Array.ConvertAll(text.Split(','), static part => int.Parse(part, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture))
        : null;

    /// <summary>The operands of a commutative step in both orders.</summary>
    public static IEnumerable<(DraftValue First, DraftValue Second)> Pairs(DraftStep step)
    {
        if (step.Inputs is not [{ } first, { } second])
            yield break;
        yield return (first, second);
        yield return (second, first);
    }
}
