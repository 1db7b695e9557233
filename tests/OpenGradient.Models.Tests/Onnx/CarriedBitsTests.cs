using OpenGradient.Conformance;

namespace OpenGradient.Models.Tests.Onnx;

/// <summary>Test sets written before numpy had the narrow floats: their bits are stored as unsigned integers.</summary>
public sealed class CarriedBitsTests
{
    [Theory]
    [InlineData(BFloat16, UInt16, new byte[] { 0x80, 0x3f, 0x20, 0xc0 })]
    [InlineData(17, UInt8, new byte[] { 0x38, 0xc2 })]
    [InlineData(18, UInt8, new byte[] { 0x40, 0xca })]
    [InlineData(19, UInt8, new byte[] { 0x3c, 0xc1 })]
    [InlineData(20, UInt8, new byte[] { 0x40, 0xc5 })]
    public void Data_InTheIntegersThatCarryItsBits_IsOfTheTypeThatTheModelDeclares(int type, int carrier, byte[] bits)
    {
        byte[] numbers = [.. BitConverter.GetBytes(1f), .. BitConverter.GetBytes(-2.5f)];

        Assert.Equal((OnnxTestOutcome.Passed, ""), Run(Cast(type, Float), (carrier, bits), (Float, numbers)));
        Assert.Equal((OnnxTestOutcome.Passed, ""), Run(Cast(Float, type), (Float, numbers), (carrier, bits)));
    }

    [Fact]
    public void Data_OfIntegersThatCarryNothing_IsOfItsOwnType()
    {
        byte[] ones = [0x80, 0x3f, 0x80, 0x3f];
        byte[] numbers = [.. BitConverter.GetBytes(1f), .. BitConverter.GetBytes(1f)];

        (OnnxTestOutcome signed, _) = Run(Cast(BFloat16, Float), (Int16, ones), (Float, numbers));
        (OnnxTestOutcome result, string detail) = Run(Cast(Float, UInt16), (Float, numbers), (UInt16, ones));

        Assert.Equal((OnnxTestOutcome.Failed, OnnxTestOutcome.Failed), (signed, result));
        Assert.Equal("output 0: element [0] is 1 instead of 16256", detail);
    }

    private static byte[] Cast(int from, int to) =>
        new ModelBuilder { Opset = 19 }.Input("x", from, 2).Node("Cast", "c", ["x"], ["y"], ModelBuilder.Integer("to", to)).Output("y", to, 2).Build();

    private static (OnnxTestOutcome Outcome, string Detail) Run(byte[] model, (int Type, byte[] Raw) input, (int Type, byte[] Raw) output)
    {
        var data = new OnnxTestData("test_data_set_0", [Message(input)], [Message(output)]);
        OnnxTestResult result = OnnxTestRunner.Run(new OnnxTestCase("cast", null, model, [data], OnnxTolerance.Default), TestContext.Current.CancellationToken);
        return (result.Outcome, result.Detail);
    }

    private static ReadOnlyMemory<byte> Message((int Type, byte[] Raw) tensor) =>
        new ProtoWriter().Integer(1, 2).Integer(2, tensor.Type).Bytes(9, tensor.Raw).ToArray();

    private const int Float = 1;
    private const int UInt8 = 2;
    private const int UInt16 = 4;
    private const int Int16 = 5;
    private const int BFloat16 = 16;
}
