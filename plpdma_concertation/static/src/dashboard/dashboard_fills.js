/** As in the documents: each series has its colour, and a pattern of its own. */
const COLOURS = ["#2B6C8A", "#8DB4C5", "#DCE6EB", "#E0B15A", "#B5574A", "#7C8F5B"];
const SIZE = 8;

const PATTERNS = [
    () => undefined,
    (ctx) => stroke(ctx, [0, SIZE, SIZE, 0]),
    (ctx) => dot(ctx),
    (ctx) => stroke(ctx, [0, SIZE / 2, SIZE, SIZE / 2]),
    (ctx) => stroke(ctx, [0, 0, SIZE, SIZE]),
    (ctx) => stroke(ctx, [SIZE / 2, 0, SIZE / 2, SIZE]),
];

function stroke(ctx, [fromX, fromY, toX, toY]) {
    ctx.beginPath();
    ctx.moveTo(fromX, fromY);
    ctx.lineTo(toX, toY);
    ctx.stroke();
}

function dot(ctx) {
    ctx.beginPath();
    ctx.arc(SIZE / 2, SIZE / 2, 1.5, 0, 2 * Math.PI);
    ctx.fill();
}

/** What each of several series is filled with. */
export function makeFills(canvas, count) {
    const target = canvas.getContext("2d");
    return Array.from({length: count}, (_value, index) => {
        const place = index % PATTERNS.length;
        const tile = document.createElement("canvas");
        tile.width = SIZE;
        tile.height = SIZE;
        const ctx = tile.getContext("2d");
        ctx.fillStyle = COLOURS[place];
        ctx.fillRect(0, 0, SIZE, SIZE);
        ctx.strokeStyle = "#1F3B4D";
        ctx.fillStyle = "#1F3B4D";
        PATTERNS[place](ctx);
        return target.createPattern(tile, "repeat");
    });
}
