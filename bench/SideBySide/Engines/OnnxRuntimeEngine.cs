using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using OpenGradient.Programs;

namespace OpenGradient.Benchmarks.SideBySide.Engines;

/// <summary>ONNX Runtime on the processor.</summary>
internal sealed class OnnxRuntimeEngine : IEngine
{
    private readonly bool _isTuned;
    private readonly string[] _inputNames;
    private readonly InferenceSession _session;
    private readonly RunOptions _runOptions = new();
    private OrtIoBinding? _binding;
    private Tensor? _boundInput;
    private GCHandle _pin;
    private OrtValue? _inputValue;
    private IDisposableReadOnlyCollection<OrtValue>? _outputs;

    public OnnxRuntimeEngine(string file, string inputName, int threadCount, bool isTuned)
    {
        _isTuned = isTuned;
        _inputNames = [inputName];
        using var options = new SessionOptions { IntraOpNumThreads = threadCount, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        if (isTuned)
        {
            options.GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL;
            options.ExecutionMode = ExecutionMode.ORT_SEQUENTIAL;
            options.InterOpNumThreads = 1;
            options.EnableCpuMemArena = true;
            options.EnableMemoryPattern = true;
            options.AddSessionConfigEntry("session.intra_op.allow_spinning", "1");
            options.AddSessionConfigEntry("session.qdqisint8allowed", "1");
        }

        _session = new InferenceSession(file, options);
    }

    public ReadOnlySpan<byte> Output => _outputs is null ? default : _outputs[0].GetTensorMutableRawData();

    public void Run(Tensor input)
    {
        Bind(input);
        if (_isTuned)
        {
            _session.RunWithBinding(_runOptions, _binding!);
            _outputs ??= _binding!.GetOutputValues();
            return;
        }

        _outputs?.Dispose();
        _outputs = _session.Run(_runOptions, _inputNames, [_inputValue!], _session.OutputNames);
    }

    public void Dispose()
    {
        Unbind();
        _runOptions.Dispose();
        _session.Dispose();
    }

    private void Bind(Tensor input)
    {
        if (ReferenceEquals(input, _boundInput))
            return;
        Unbind();
        _boundInput = input;
        _pin = GCHandle.Alloc(input.Bytes, GCHandleType.Pinned);
        _inputValue = OrtValue.CreateTensorValueWithData(
            OrtMemoryInfo.DefaultInstance,
            TypeOf(input.Type),
            [.. input.Shape],
            _pin.AddrOfPinnedObject(),
            input.Bytes.Length);
        if (!_isTuned)
            return;
        _binding = _session.CreateIoBinding();
        _binding.BindInput(_inputNames[0], _inputValue);
        foreach (string name in _session.OutputNames)
            _binding.BindOutputToDevice(name, OrtMemoryInfo.DefaultInstance);
    }

    private void Unbind()
    {
        _outputs?.Dispose();
        _outputs = null;
        _binding?.Dispose();
        _inputValue?.Dispose();
        if (_pin.IsAllocated)
            _pin.Free();
    }

    private static Microsoft.ML.OnnxRuntime.Tensors.TensorElementType TypeOf(ElementType type) => type switch
    {
        ElementType.Float32 => Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.Float,
        ElementType.Int64 => Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.Int64,
        _ => throw new NotSupportedException(type.ToString()),
    };
}
