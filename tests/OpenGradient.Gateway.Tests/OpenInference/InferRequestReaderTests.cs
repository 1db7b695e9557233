using System.Text;
using OpenGradient.Primitives;
using OpenGradient.Programs;
using OpenGradient.Tests;

namespace OpenGradient.Gateway.Tests.OpenInference;

public sealed class InferRequestReaderTests
{
    [Theory]
    [InlineData("[1, 2, 3, 4]")]
    [InlineData("[[1, 2], [3, 4]]")]
    [InlineData("[1e0, 2.0, 3, 40e-1]")]
    public void Read_FlatOrNestedData_GivesTheSameTensor(string data)
    {
        InferRequest request = Read($$"""{"inputs":[{"name":"x","shape":[2,2],"datatype":"FP32","data":{{data}}}]}""");

        Assert.Equal<float>([1, 2, 3, 4], request.Inputs[0].Tensor.As<float>().ToArray());
    }

    [Fact]
    public void Read_DataBeforeTypeAndShape_IsUnderstood()
    {
        InferRequest request = Read("""{"inputs":[{"data":[true,false],"datatype":"BOOL","shape":[2],"name":"x"}]}""");

        Assert.Equal(ElementType.Bool, request.Inputs[0].Tensor.Type);
        Assert.Equal<byte>([1, 0], request.Inputs[0].Tensor.Bytes);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void Read_AsManyInputsAsABodyHolds_TakesTimeInProportion()
    {
        const int Count = 200_000;
        IEnumerable<string> inputs = Enumerable.Range(0, Count).Select(static index => $$"""{"name":"{{index}}","shape":[0],"datatype":"INT8","data":[]}""");

        Assert.Equal(Count, Read($$"""{"inputs":[{{string.Join(',', inputs)}}]}""").Inputs.Length);
    }

    [Theory]
    [InlineData("INT64", "[-9223372036854775808, 9223372036854775807]")]
    [InlineData("INT32", "[-2147483648, 2147483647]")]
    [InlineData("INT8", "[-128, 127]")]
    [InlineData("UINT8", "[0, 255]")]
    [InlineData("FP32", "[-3.4028235e38, 1e-45]")]
    public void Read_ExtremesOfEachType_AreTaken(string type, string data)
    {
        InferRequest request = Read($$"""{"inputs":[{"name":"x","shape":[2],"datatype":"{{type}}","data":{{data}}}]}""");

        Assert.Equal(2, request.Inputs[0].Tensor.ElementCount);
    }

    [Fact]
    public void Read_ScalarWithEmptyShape_IsTaken()
    {
        InferRequest request = Read("""{"inputs":[{"name":"x","shape":[],"datatype":"FP32","data":[7]}]}""");

        Assert.Equal(7f, request.Inputs[0].Tensor.As<float>()[0]);
    }

    [Fact]
    public void Read_EmptyDimension_TakesEmptyData()
    {
        InferRequest request = Read("""{"inputs":[{"name":"x","shape":[0,3],"datatype":"FP32","data":[]}]}""");

        Assert.Equal(0, request.Inputs[0].Tensor.ElementCount);
    }

    [Fact]
    public void Read_BinaryTensors_AreCutOffInOrder()
    {
        string json = """{"inputs":[{"name":"a","shape":[1],"datatype":"FP32","parameters":{"binary_data_size":4}},{"name":"b","shape":[2],"datatype":"UINT8","parameters":{"binary_data_size":2}}]}""";
        byte[] body = [.. Encoding.UTF8.GetBytes(json), .. BitConverter.GetBytes(1.5f), 8, 9];

        InferRequest request = InferRequestReader.Read(body, json.Length);

        Assert.Equal(1.5f, request.Inputs[0].Tensor.As<float>()[0]);
        Assert.Equal<byte>([8, 9], request.Inputs[1].Tensor.Bytes);
    }

    [Theory]
    [InlineData("", "body")]
    [InlineData("{", "body")]
    [InlineData("[]", "body")]
    [InlineData("{} x", "body")]
    [InlineData("{}", "inputs")]
    [InlineData("""{"inputs":{}}""", "inputs")]
    [InlineData("""{"inputs":[],"inputs":[]}""", "inputs")]
    [InlineData("""{"inputs":[],"ouputs":[]}""", "ouputs")]
    [InlineData("""{"inputs":[1]}""", "inputs[0]")]
    [InlineData("""{"inputs":[{"shape":[1],"datatype":"FP32","data":[1]}]}""", "inputs[0].name")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"FP32","data":[1]}]}""", "inputs[0].shape")]
    [InlineData("""{"inputs":[{"name":"x","shape":[1],"data":[1]}]}""", "inputs[0].datatype")]
    [InlineData("""{"inputs":[{"name":"x","shape":[1],"datatype":"FP32"}]}""", "inputs[0].data")]
    [InlineData("""{"inputs":[{"name":"x","shape":[1],"datatype":"FP8","data":[1]}]}""", "inputs[0].datatype")]
    [InlineData("""{"inputs":[{"name":"x","shape":[-1],"datatype":"FP32","data":[1]}]}""", "inputs[0].shape[0]")]
    [InlineData("""{"inputs":[{"name":"x","shape":[1.5],"datatype":"FP32","data":[1]}]}""", "inputs[0].shape[0]")]
    [InlineData("""{"inputs":[{"name":"x","shape":[4611686018427387904,4],"datatype":"FP32","data":[1]}]}""", "inputs[0].shape")]
    [InlineData("""{"inputs":[{"name":"x","shape":[1000000000],"datatype":"FP32","data":[1]}]}""", "inputs[0].shape")]
    [InlineData("""{"inputs":[{"name":"x","shape":[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1],"datatype":"FP32","data":[1]}]}""", "inputs[0].shape")]
    [InlineData("""{"inputs":[{"name":"x","shape":[2],"datatype":"FP32","data":[1]}]}""", "inputs[0].data")]
    [InlineData("""{"inputs":[{"name":"x","shape":[1],"datatype":"FP32","data":[1,2]}]}""", "inputs[0].data")]
    [InlineData("""{"inputs":[{"name":"x","shape":[2,2],"datatype":"FP32","data":[[1,2,3],[4]]}]}""", "inputs[0].data")]
    [InlineData("""{"inputs":[{"name":"x","shape":[2],"datatype":"FP32","data":[[1],[2]]}]}""", "inputs[0].data")]
    [InlineData("""{"inputs":[{"name":"x","shape":[1],"datatype":"FP32","data":["NaN"]}]}""", "inputs[0].data[0]")]
    [InlineData("""{"inputs":[{"name":"x","shape":[1],"datatype":"FP32","data":[NaN]}]}""", "body")]
    [InlineData("""{"inputs":[{"name":"x","shape":[1],"datatype":"FP32","data":[1e39]}]}""", "inputs[0].data[0]")]
    [InlineData("""{"inputs":[{"name":"x","shape":[1],"datatype":"INT8","data":[128]}]}""", "inputs[0].data[0]")]
    [InlineData("""{"inputs":[{"name":"x","shape":[1],"datatype":"INT64","data":[1.5]}]}""", "inputs[0].data[0]")]
    [InlineData("""{"inputs":[{"name":"x","shape":[1],"datatype":"BOOL","data":[1]}]}""", "inputs[0].data[0]")]
    [InlineData("""{"inputs":[{"name":"x","shape":[1],"datatype":"FP32","data":[null]}]}""", "inputs[0].data[0]")]
    [InlineData("""{"inputs":[{"name":"x","shape":[1],"datatype":"FP32","data":{"a":1}}]}""", "inputs[0].data[0]")]
    [InlineData("""{"inputs":[{"name":"x","shape":[1],"datatype":"FP32","data":[1]},{"name":"x","shape":[1],"datatype":"FP32","data":[1]}]}""", "inputs[1].name")]
    [InlineData("""{"inputs":[{"name":"x","shape":[1],"datatype":"FP32","parameters":{"binary_data_size":4}}]}""", "inputs[0].parameters.binary_data_size")]
    [InlineData("""{"inputs":[{"name":"x","shape":[1],"datatype":"FP32","data":[1],"parameters":{"shared_memory_region":"y"}}]}""", "inputs[0].parameters.shared_memory_region")]
    [InlineData("""{"inputs":[],"parameters":{"sequence_id":1}}""", "parameters.sequence_id")]
    [InlineData("""{"inputs":[],"outputs":[{}]}""", "outputs[0].name")]
    [InlineData("""{"inputs":[],"outputs":[{"name":"y"},{"name":"z"},{"name":"y"}]}""", "outputs[2].name")]
    [InlineData("""{"inputs":[],"receipt":{"include":1}}""", "receipt.include")]
    [InlineData("""{"inputs":[],"receipt":{"nonce":"a+b="}}""", "receipt.nonce")]
    public void Read_BadRequest_NamesTheField(string json, string subject)
    {
        InvalidInputException error = Assert.Throws<InvalidInputException>(() => Read(json));

        Assert.Equal(subject, error.Subject);
    }

    [Theory]
    [InlineData(0x7FC00000u)]
    [InlineData(0xFF800000u)]
    public void Read_NotFiniteInBinary_NamesThePosition(uint bits)
    {
        string json = """{"inputs":[{"name":"x","shape":[2],"datatype":"FP32","parameters":{"binary_data_size":8}}]}""";
        byte[] body = [.. Encoding.UTF8.GetBytes(json), .. BitConverter.GetBytes(1f), .. BitConverter.GetBytes(bits)];

        InvalidInputException error = Assert.Throws<InvalidInputException>(() => InferRequestReader.Read(body, json.Length));

        Assert.Equal("inputs[0].data[1]", error.Subject);
    }

    [Fact]
    public void Read_BytesAfterTheLastTensor_AreRefused()
    {
        string json = """{"inputs":[{"name":"x","shape":[1],"datatype":"FP32","data":[1]}]}""";

        InvalidInputException error = Assert.Throws<InvalidInputException>(() => InferRequestReader.Read([.. Encoding.UTF8.GetBytes(json), 0], json.Length));

        Assert.Equal("body", error.Subject);
    }

    [Fact]
    public void Read_ManglesOfAGoodRequest_AreTakenOrRefused()
    {
        byte[] good = Encoding.UTF8.GetBytes("""{"id":"a","inputs":[{"name":"x","shape":[2,1],"datatype":"FP32","data":[[1.5],[-2]]}],"outputs":[{"name":"y","parameters":{"binary_data":true}}],"receipt":{"include":true,"nonce":"AQID"}}""");

        CsCheck.Gen.Select(CsCheck.Gen.Int[0, good.Length - 1], CsCheck.Gen.Byte, CsCheck.Gen.Int[0, good.Length]).SampleFixed(
            mangle =>
            {
                byte[] body = [.. good];
                body[mangle.Item1] = mangle.Item2;
                TryRead(body.AsSpan(0, mangle.Item3 % 3 == 0 ? mangle.Item3 : body.Length));
            },
            iter: 20_000);
    }

    private static void TryRead(ReadOnlySpan<byte> body)
    {
        try
        {
            InferRequestReader.Read(body, body.Length);
        }
        catch (InvalidInputException)
        {
            // The one exception that may leave the reader.
        }
    }

    private static InferRequest Read(string json)
    {
        byte[] body = Encoding.UTF8.GetBytes(json);
        return InferRequestReader.Read(body, body.Length);
    }
}
