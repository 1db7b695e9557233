using OpenGradient.Execution.LanguageModels;

namespace OpenGradient.Execution.Tests.LanguageModels.Serving;

/// <summary>A scheduler whose step fails, and then whatever wakes anybody.</summary>
internal sealed class FakeScheduler(Executable executable, ServingOptions options, FakeScheduler.Factory factory) : BatchScheduler(executable, options)
{
    /// <inheritdoc/>
    public override bool Step()
    {
        if (factory.CameCount < factory.FailsWhenAllCame)
            return false;
        factory.IsBroken = true;
        throw new InvalidOperationException("the step");
    }

    /// <summary>Gives a scheduler that fails when so many requests have come, and after that real ones.</summary>
    internal sealed class Factory(int failsWhenAllCame)
    {
        private bool _isFirst = true;
        private int _cameCount;

        public int FailsWhenAllCame => failsWhenAllCame;

        public int CameCount => Volatile.Read(ref _cameCount);

        public bool IsBroken { get; set; }

        public BatchScheduler Create(Executable executable, ServingOptions options, Action wake)
        {
            if (!_isFirst)
                return new BatchScheduler(executable, options) { Wake = wake };
            _isFirst = false;
            return new FakeScheduler(executable, options, this)
            {
                Wake = () =>
                {
                    if (IsBroken)
                        throw new InvalidOperationException("the wake");
                    Interlocked.Increment(ref _cameCount);
                    wake();
                },
            };
        }
    }
}
