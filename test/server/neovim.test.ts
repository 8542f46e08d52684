/**
 * The server in a real Neovim, set up as server/docs/editors.md says: its own findings arrive there, move with the text, and Neovim's own
 * commands find the route. Where there is no Neovim this is left out, loudly; continuous integration insists.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { tempFolder } from '../support/temp';

const nvim = spawnSync('nvim', ['--version'], { encoding: 'utf8' }).status === 0;

const script = (folder: string, cli: string) => `
local out = assert(io.open('${folder}/said.json', 'w'))
local said = {}
local function fail(why) out:write(vim.fn.json_encode({ error = why, said = said })); out:close(); vim.cmd('cquit') end
local function wait(what, ready) if not vim.wait(10000, ready, 20) then fail('waited in vain: ' .. what) end end

vim.cmd('edit ${folder}/ui/tasks.js')
local id = vim.lsp.start_client({ name = 'crosswire', cmd = { '${process.execPath}', '${cli}', 'lsp', '--stdio' }, root_dir = '${folder}', workspace_folders = { { uri = 'file://${folder}', name = 'project' } }, init_options = { settings = { cache = false } } })
vim.lsp.buf_attach_client(0, id)
local function findings() return vim.diagnostic.get(0) end

wait('findings', function() return #findings() == 1 end)
said.message = findings()[1].message
said.line = findings()[1].lnum
vim.api.nvim_buf_set_lines(0, 0, 0, false, { '// one more line' })
wait('the finding to move', function() return #findings() == 1 and findings()[1].lnum == said.line + 1 end)
vim.api.nvim_buf_set_lines(0, 2, 3, false, { "export const stop = () => fetch('/api/tasks');" })
wait('the finding to go', function() return #findings() == 0 end)

vim.api.nvim_win_set_cursor(0, { 2, 36 })
local answer = vim.lsp.buf_request_sync(0, 'textDocument/definition', vim.lsp.util.make_position_params(), 10000)
said.definition = answer[id].result[1].uri
out:write(vim.fn.json_encode(said))
out:close()
vim.cmd('qall!')
`;

describe('the server in Neovim', () => {
  it('shows findings that follow the text, and goes to routes', function () {
    if (!nvim && !process.env.CI) {
      process.stdout.write('\n*** There is no nvim on the path: the test in a real Neovim is left out. ***\n');
      this.skip();
    }
    this.timeout(60_000);
    const folder = tempFolder({
      'api/main.py':
        'from fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.get("/api/tasks")\ndef list_tasks():\n    return []\n',
      'ui/tasks.js': "export const load = () => fetch('/api/tasks');\nexport const stop = () => fetch('/api/stop');\n",
    });
    const file = join(tempFolder({ 'drive.lua': script(folder, resolve('dist/cli.js')) }), 'drive.lua');
    const run = spawnSync('nvim', ['--headless', '--clean', '-n', '-c', `luafile ${file}`], {
      encoding: 'utf8',
      timeout: 50_000,
    });
    assert.equal(run.error, undefined);
    const said = JSON.parse(readFileSync(join(folder, 'said.json'), 'utf8'));
    assert.equal(said.error, undefined, JSON.stringify(said));
    assert.match(said.message, /\/api\/stop/);
    assert.deepEqual([said.line, said.definition], [1, `file://${folder}/api/main.py`]);
  });
});
