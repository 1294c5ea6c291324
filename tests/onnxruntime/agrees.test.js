// Our runtime and ONNX Runtime, both in float32, answer alike: no sample differs by more than 1/10,000 of its output's largest.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { InferenceSession, Tensor } from 'onnxruntime-node';

const root = fileURLToPath(new URL('../../', import.meta.url));
const program = process.env.ONNXRUNTIME_ANSWERS ?? `${root}build/asan/onnxruntime_answers`;
const tolerance = 1e-4;

// [model, channels, batch, height, width]
const cases = [
    ['models/plate_detector.onnx', 3, 1, 64, 96],
    ['models/plate_detector.onnx', 3, 2, 192, 320],
    ['models/plate_detector.onnx', 3, 1, 576, 1024],
    ['models/plate_reader.onnx', 1, 1, 64, 192],
    ['models/plate_reader.onnx', 1, 4, 64, 192],
    ['tests/fixtures/every_operator.onnx', 3, 1, 32, 48],
    ['tests/fixtures/every_operator.onnx', 3, 3, 48, 16],
];

// Waves with noise, pixels channel beside channel; the same at every run.
function picture(channels, batch, height, width) {
    const pixels = new Uint8Array(batch * height * width * channels);
    let random = 1;
    for (let i = 0; i < pixels.length; i++) {
        random = (Math.imul(random, 1664525) + 1013904223) >>> 0;
        const wave = Math.sin(i / 37) * Math.cos(i / (3 * width));
        pixels[i] = Math.max(0, Math.min(255, 128 + 90 * wave + (random >>> 26)));
    }
    return pixels;
}

function channelsFirst(values, [batch, height, width, channels]) {
    const result = new Float32Array(values.length);
    for (let n = 0, from = 0; n < batch; n++)
        for (let at = 0; at < height * width; at++)
            for (let c = 0; c < channels; c++) result[(n * channels + c) * height * width + at] = values[from++];
    return result;
}

function ours(model, pixels, batch, height, width) {
    const { status, stdout, stderr } = spawnSync(program, [root + model, 'fp32', batch, height, width].map(String), {
        input: pixels,
        maxBuffer: 2 ** 28,
    });
    assert.equal(status, 0, `${program}: ${stderr}`);
    const answers = {};
    for (let at = 0; at < stdout.length; ) {
        const line = stdout.indexOf('\n', at);
        const { name, shape } = JSON.parse(stdout.subarray(at, line));
        const bytes = 4 * shape.reduce((a, b) => a * b);
        const start = stdout.byteOffset + line + 1;
        answers[name] = channelsFirst(new Float32Array(stdout.buffer.slice(start, start + bytes)), shape);
        at = line + 1 + bytes;
    }
    return answers;
}

async function theirs(model, pixels, shape) {
    const session = await InferenceSession.create(readFileSync(root + model), { intraOpNumThreads: 1, interOpNumThreads: 1 });
    const [batch, height, width, channels] = shape;
    const input = channelsFirst(Float32Array.from(pixels, (x) => (x - 128) / 64), shape);
    return session.run({ [session.inputNames[0]]: new Tensor('float32', input, [batch, channels, height, width]) });
}

for (const [model, channels, batch, height, width] of cases)
    test(`${model} on ${batch} × ${height} × ${width}`, async () => {
        const pixels = picture(channels, batch, height, width);
        const mine = ours(model, pixels, batch, height, width);
        const judge = await theirs(model, pixels, [batch, height, width, channels]);
        assert.deepEqual(Object.keys(mine).sort(), Object.keys(judge).sort());
        for (const [name, { data }] of Object.entries(judge)) {
            assert.equal(mine[name].length, data.length, name);
            let largest = 0, worst = 0;
            for (let i = 0; i < data.length; i++) {
                largest = Math.max(largest, Math.abs(data[i]));
                worst = Math.max(worst, Math.abs(data[i] - mine[name][i]));
            }
            assert.ok(largest > 0, `${name} is all zero`);
            assert.ok(worst <= tolerance * largest, `${name}: differs by ${worst}, its largest is ${largest}`);
        }
    });
