using OpenGradient.Execution.LanguageModels;
using OpenGradient.Gateway;
using OpenGradient.Models;
using OpenGradient.Primitives;
using OpenGradient.Receipts;
using OpenGradient.Programs;
using OpenGradient.Verification;

namespace OpenGradient.Cli.Reexecution;

/// <summary>Runs the Program that a receipt names again, on the disclosed input, and compares everything that the receipt commits to.</summary>
internal sealed class Reexecutor(ModelLocator locator, CancellationToken cancellation)
{
    /// <summary>The function that the verifier is given.</summary>
    public ReexecutionResult Run(ReexecutionRequest request)
    {
        ExecutionStatement execution = request.Receipt.Content.Execution;
        if (execution.Semantics != Programs.Program.Semantics)
            return new(ReexecutionCode.SemanticsUnknown, $"The receipt was made under {execution.Semantics}; this build has {Programs.Program.Semantics}.");

        using OpenedModel? model = locator.Open(request.Receipt.Content.Model, out ReexecutionResult fault);
        if (model is null)
            return fault;
        if (model.Program.Profile != execution.Profile)
            return new(ReexecutionCode.ProgramMismatch, $"The receipt says profile {execution.Profile}; the Program has {model.Program.Profile}.");
        try
        {
            ReexecutionResult result = model.Program.Sequence is not null ? ChatReexecution.Run(model, request, cancellation)
                : EmbeddingReplay.IsInput(model, request.Input) ? EmbeddingReexecution.Run(model, request, cancellation)
                : TensorReexecution.Run(model, request, cancellation);
            return request.Receipt.Content.Execution.Spec == SemanticsText.Digest
                ? result
                : result with { Reason = result.Reason + " The receipt was made under another edition of the text of exec-1." };
        }
        catch (WorkLimitException exception)
        {
            return new(ReexecutionCode.WorkExceeded, exception.Message);
        }
        catch (InvalidInputException exception)
        {
            return new(ReexecutionCode.InputInvalid, $"{exception.Subject}: {exception.Message}");
        }
    }
}
