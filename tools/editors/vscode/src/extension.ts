// The editor's side of `decorum lsp`: starts it, and does what its code lenses ask for.
import * as path from "node:path";
import * as vscode from "vscode";
import { LanguageClient, LanguageClientOptions, ServerOptions } from "vscode-languageclient/node";

let client: LanguageClient | undefined;

function settings(scope?: vscode.Uri): vscode.WorkspaceConfiguration {
  return vscode.workspace.getConfiguration("decorum", scope);
}

function command(): string {
  return settings().get<string>("path") || "decorum";
}

async function start(): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0];
  const server: ServerOptions = {
    command: command(),
    args: ["lsp"],
    options: { cwd: folder?.uri.fsPath },
  };
  const options: LanguageClientOptions = {
    documentSelector: [
      { scheme: "file", language: "decorum" },
      { scheme: "untitled", language: "decorum" },
    ],
    initializationOptions: {
      log: settings(folder?.uri).get<string>("log"),
      packPath: settings(folder?.uri).get<string[]>("packPath"),
    },
    synchronize: {
      configurationSection: "decorum",
      fileEvents: vscode.workspace.createFileSystemWatcher("**/*.{decorum,txt,csv}"),
    },
  };
  client = new LanguageClient("decorum", "Decorum", server, options);
  try {
    await client.start();
  } catch (error) {
    void vscode.window.showErrorMessage(
      `Decorum: '${command()} lsp' does not start (${String(error)}). Set 'decorum.path'.`,
    );
  }
}

// A task shows its output in the terminal and needs no shell, so no name has to be quoted.
async function run(title: string, args: string[], cwd?: string): Promise<void> {
  const task = new vscode.Task(
    { type: "decorum" },
    vscode.TaskScope.Workspace,
    title,
    "decorum",
    new vscode.ProcessExecution(command(), args, { cwd }),
  );
  task.presentationOptions = { reveal: vscode.TaskRevealKind.Always, clear: true };
  await vscode.tasks.executeTask(task);
}

function packArguments(policy: string): string[] {
  const uri = vscode.Uri.file(policy);
  const folder = vscode.workspace.getWorkspaceFolder(uri)?.uri.fsPath ?? path.dirname(policy);
  const packs = settings(uri).get<string[]>("packPath") ?? [];
  return packs.flatMap((pack) => ["--pack-path", path.resolve(folder, pack)]);
}

async function runTest(policy: string, title?: string): Promise<void> {
  const open = vscode.workspace.textDocuments.find((document) => document.uri.fsPath === policy);
  await open?.save();
  const filter = title === undefined ? [] : ["--filter", title];
  await run(title ?? "tests", ["test", policy, ...filter, ...packArguments(policy)], path.dirname(policy));
}

async function chooseLog(): Promise<void> {
  const chosen = await vscode.window.showOpenDialog({
    title: "A log of conversations (JSON Lines)",
    canSelectMany: false,
    filters: { "JSON Lines": ["jsonl", "ndjson", "gz", "zst"], "All files": ["*"] },
  });
  if (chosen?.[0]) {
    await settings().update("log", chosen[0].fsPath, vscode.ConfigurationTarget.Workspace);
  }
}

function codeAtCursor(): string | undefined {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined) return undefined;
  const found = vscode.languages
    .getDiagnostics(editor.document.uri)
    .find((finding) => finding.range.contains(editor.selection.active));
  return found?.code === undefined ? undefined : String(found.code);
}

async function explainError(): Promise<void> {
  const code = codeAtCursor() ?? (await vscode.window.showInputBox({ prompt: "A code, as D0204" }));
  if (code !== undefined && /^D[0-9]{4}$/.test(code)) await run(code, ["explain-error", code]);
}

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const add = (name: string, handler: (...args: never[]) => unknown): void => {
    context.subscriptions.push(vscode.commands.registerCommand(name, handler));
  };
  add("decorum.runTest", runTest);
  add("decorum.runAllTests", async () => {
    const open = vscode.window.activeTextEditor?.document;
    if (open?.languageId === "decorum") await runTest(open.uri.fsPath);
  });
  add("decorum.chooseLog", chooseLog);
  add("decorum.clearLog", () => settings().update("log", "", vscode.ConfigurationTarget.Workspace));
  add("decorum.explainError", explainError);
  add("decorum.restart", async () => {
    await client?.stop();
    await start();
  });
  await start();
}

export async function deactivate(): Promise<void> {
  await client?.stop();
}
