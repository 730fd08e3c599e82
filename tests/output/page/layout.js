// What is cut, hidden, too small or on top of something else at each of some moments.
async ({ moments, smallestType, lit }) => {
    const at = (id) => document.getElementById(id);
    const frame = (node) => node.getBoundingClientRect();
    const seen = (node) => node.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && frame(node).width > 0;
    const inside = (box) => box.left >= -0.5 && box.top >= -0.5 && box.right <= innerWidth + 0.5 && box.bottom <= innerHeight + 0.5;
    const blocks = ["badge", "area", "technique", "pressure", "caution", "before", "words", "next"].map(at);
    blocks.push(document.querySelector(".remaining"), ...document.querySelectorAll("footer button"));
    // Where the letters are: without the room that a font leaves above and below them.
    const letters = (block) => {
        const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT), range = document.createRange(), found = [];
        while (walker.nextNode()) {
            range.selectNodeContents(walker.currentNode);
            for (const box of range.getClientRects()) {
                if (box.width) found.push({ left: box.left, right: box.right, top: box.top + box.height * 0.22, bottom: box.bottom - box.height * 0.22 });
            }
        }
        return found;
    };
    const isBroken = (block) => {
        const text = block.firstChild, range = document.createRange();
        return Boolean(text) && [...text.data.matchAll(/\S+/g)].some((word) => {
            range.setStart(text, word.index);
            range.setEnd(text, word.index + word[0].length);
            return new Set([...range.getClientRects()].map((box) => Math.round(box.bottom))).size > 1;
        });
    };
    const meet = (one, other) => one.left < other.right - 0.5 && other.left < one.right - 0.5 && one.top < other.bottom - 0.5 && other.top < one.bottom - 0.5;
    const found = [];
    for (const moment of moments) {
        location.hash = `#t=${moment.at_ms / 1000}`;
        await new Promise((done) => addEventListener("hashchange", done, { once: true }));
        document.getAnimations().forEach((one) => one instanceof CSSTransition && one.finish());
        const faults = [], expect = (holds, fault) => { if (!holds) faults.push(fault); };
        const root = document.documentElement, now = at("now"), figure = frame(at("figure"));
        expect(at("stage").dataset.step === moment.step, `shows ${at("stage").dataset.step}`);
        expect(root.scrollWidth <= innerWidth && root.scrollHeight <= innerHeight, "the page is cut");
        expect(now.scrollWidth <= now.clientWidth && now.scrollHeight <= now.clientHeight, `the words are cut: ${now.scrollWidth - now.clientWidth}, ${now.scrollHeight - now.clientHeight}`);
        const shown = blocks.filter((block) => seen(block) && block.textContent.trim());
        for (const block of shown) {
            const name = block.id || block.className;
            expect(letters(block).every(inside) && inside(frame(block)), `${name} is outside`);
            expect(block.scrollWidth <= block.clientWidth + 1 || getComputedStyle(block).display === "inline", `${name} is clipped`);
            if (smallestType) {
                const sizes = [block, ...block.querySelectorAll("*")].filter((node) => node.textContent.trim()).map((node) => parseFloat(getComputedStyle(node).fontSize));
                expect(Math.min(...sizes) >= smallestType, `${name} has type of ${Math.min(...sizes)} px`);
            }
        }
        const type = Math.min(...shown.map((block) => parseFloat(getComputedStyle(block).fontSize)));
        const boxes = shown.map((block) => [block.id || block.className, letters(block)]);
        boxes.forEach(([name, own], number) => boxes.slice(number + 1).forEach(([other, others]) => {
            expect(!own.some((one) => others.some((two) => meet(one, two))), `${name} is on ${other}`);
        }));
        for (const button of document.querySelectorAll("footer button")) expect(seen(button) && inside(frame(button)), `${button.id} is outside`);
        expect(!isBroken(at("area")), "a word of the name is broken");
        const share = innerHeight > innerWidth ? figure.height / innerHeight : figure.width / innerWidth;
        expect(share >= (innerHeight > innerWidth ? 0.45 : 0.5) - 0.001, `the figure has ${share.toFixed(3)} of the window`);
        expect(inside(figure), "the figure is outside");
        expect(figure.bottom <= frame(now).top + 1 || figure.right <= frame(now).left + 1, "the figure is on the words");
        const badge = at("badge");
        expect(seen(badge) === Boolean(moment.side), "the badge");
        if (moment.side) {
            expect(badge.dataset.side === moment.side && at("side").textContent === moment.word, `the badge says ${badge.dataset.side} ${at("side").textContent}`);
            expect(getComputedStyle(badge).textTransform === "uppercase", "the badge is small");
        }
        expect(seen(at("pressure")) === moment.pressure, "the pressure");
        expect(seen(at("caution")) === moment.caution, "the caution");
        expect(seen(at("words")) && at("words").textContent === moment.words, "the sentence");
        const areas = [...document.querySelectorAll("#scene .lit")].map((one) => Math.min(frame(one).width, frame(one).height));
        if (moment.pictured) {
            const least = Math.min(...areas);
            expect(areas.length > 0, "nothing is lit");
            if (lit) expect(least >= (moment.legs === 1 ? lit[0] : lit[1]), `${least.toFixed(1)} px are lit of ${moment.legs} leg(s)`);
        }
        found.push({ moment, faults, share, type, lit: Math.min(...areas, Infinity) });
    }
    return found;
}
