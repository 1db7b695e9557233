// An agent that pays on the advice of a model, and only if that is verified: PayingAgent NODE ORDER [LIMIT]
// What the policy asks for depends on how much may be paid. Without a rule for so much, the model is not even asked.
using System.Globalization;
using Microsoft.Extensions.AI;
using OpenGradient.Client;
using OpenGradient.Verification;

string limit = args.Length > 2 ? args[2] : "100";
if (!Policy.TryParse(await File.ReadAllBytesAsync(Path.Combine(AppContext.BaseDirectory, "policy.json")), out Policy? policy, out string fault)
    || !Purpose.TryParse("transfer", limit, out Purpose? purpose))
{
    await Console.Error.WriteLineAsync($"not a policy or not an amount: {fault}");
    return 1;
}

AIFunction pay = AIFunctionFactory.Create(Pay, "pay", "Pay an amount to a payee.");
using OpenGradientClient client = new(new OpenGradientOptions { Node = new Uri(args[0]), Policy = policy });
using IChatClient agent = client.GetChatClient("tinychat").AsBuilder().UseFunctionInvocation().Build();
try
{
    ChatResponse response = await agent.GetResponseAsync(args[1], new ChatOptions { Tools = [pay] }.For(purpose.Value));
    Console.WriteLine($"{response.Text}\nreceipt {response.GetVerdict()!.Receipt!.Id}");
    return 0;
}
catch (UnverifiedAnswerException refused)
{
    await Console.Error.WriteLineAsync($"not paid: {refused.Message}");
    return 2;
}

// Called only for a call that stands in a verified answer. What it returns the model reads as JSON; whether anything was paid this prints, not the model.
Dictionary<string, string> Pay(string to, decimal amount)
{
    if (amount <= 0 || amount > decimal.Parse(limit, CultureInfo.InvariantCulture))
    {
        Console.WriteLine($"not paid: {amount.ToString(CultureInfo.InvariantCulture)} is over the limit of {limit}");
        return new() { ["status"] = "denied", ["reason"] = "limit exceeded" };
    }

    Console.WriteLine($"paid {amount.ToString(CultureInfo.InvariantCulture)} to {to}");
    return new() { ["status"] = "ok" };
}
