// Asks a model of a node, and prints an answer only if it is verified: Ask NODE QUESTION
using Microsoft.Extensions.AI;
using OpenGradient.Client;

using OpenGradientClient client = new(new OpenGradientOptions { Node = new Uri(args[0]) });
ChatResponse response = await client.GetChatClient("tinychat").GetResponseAsync(args[1]);
Console.WriteLine(response.Text);
foreach (string sentence in response.GetVerdict()!.Establishes)
    Console.WriteLine($"- {sentence}");
