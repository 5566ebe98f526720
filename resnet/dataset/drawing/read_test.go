package drawing

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// cross is a bitmap of a vertical line, shifted right by dx, across a horizontal
// one.
func cross(dx int) *Bitmap {
	var b Bitmap
	for i := 4; i < 24; i++ {
		b[14*bitmapSide+i] = 255
		b[i*bitmapSide+14+dx] = 255
	}
	return &b
}

func TestReadBitmaps(t *testing.T) {
	data := append(cross(0)[:], cross(3)[:]...)
	var got []Bitmap
	require.NoError(t, ReadBitmaps(bytes.NewReader(data), func(i int, b *Bitmap) error {
		assert.Equal(t, len(got), i)
		got = append(got, *b)
		return nil
	}))
	assert.Equal(t, []Bitmap{*cross(0), *cross(3)}, got)
}

func TestReadBitmapsErrors(t *testing.T) {
	keep := func(int, *Bitmap) error { return nil }
	assert.ErrorContains(t, ReadBitmaps(strings.NewReader(""), keep), "the file is empty")
	assert.ErrorContains(t, ReadBitmaps(strings.NewReader(strings.Repeat("x", 784*2+5)), keep),
		"5 bytes are left after 2 drawings of 784")
	stop := errors.New("enough")
	err := ReadBitmaps(strings.NewReader(strings.Repeat("x", 784*2)), func(i int, _ *Bitmap) error {
		if i == 1 {
			return stop
		}
		return nil
	})
	assert.ErrorIs(t, err, stop)
	assert.ErrorContains(t, err, "drawing 1: ")
}

func TestReadStrokes(t *testing.T) {
	const text = `{"word":"car","drawing":[[[0,50,100],[0,0,0],[7,8,9]],[[100],[200]]]}

{"drawing":[[[3.5,3.5],[-1e3,1e3]]]}
{"drawing":[[[8],[8]]]}
{"drawing":[[[0,1e-45],[0,0]]]}`
	var got []Drawing
	var lines []int
	require.NoError(t, ReadStrokes(strings.NewReader(text), func(line int, d Drawing) error {
		lines = append(lines, line)
		got = append(got, d)
		return nil
	}))
	assert.Equal(t, []int{1, 3, 4, 5}, lines)
	assert.Equal(t, []Drawing{
		// The point on the straight line is not needed.
		{Strokes: []Stroke{{{X: 0.25, Y: 0}, {X: 0.75, Y: 0}}, {{X: 0.75, Y: 1}}}},
		{Strokes: []Stroke{{{X: 0.5, Y: 0}, {X: 0.5, Y: 1}}}},
		{Strokes: []Stroke{{{X: 0.5, Y: 0.5}}}},
		{Strokes: []Stroke{{{X: 0.5, Y: 0.5}, {X: 0.5, Y: 0.5}}}}, // too small to be anything but a dot
	}, got)
}

func TestReadStrokesErrors(t *testing.T) {
	const good = `{"drawing":[[[1],[2]]]}` + "\n"
	many := strings.TrimSuffix(strings.Repeat("1,", maxPoints+1), ",")
	tests := []struct{ text, want string }{
		{"", "the file is empty"},
		{"\n \n", "the file is empty"},
		{good + "{", "line 2: "},
		{good + "\n[1]", `line 3: `},
		{"{}", `line 1: it has no stroke in "drawing"`},
		{`{"drawing":[]}`, "line 1: it has no stroke"},
		{`{"drawing":[[[1,2],[3]]]}`, "line 1: stroke 1 is not a list of x"},
		{`{"drawing":[[[1],[2]],[[],[]]]}`, "line 1: stroke 2 is not"},
		{`{"drawing":[[[1]]]}`, "line 1: stroke 1 is not"},
		{`{"drawing":[[["1"],[2]]]}`, `line 1: `},
		{`{"drawing":[[[1e300],[2]]]}`, "line 1: stroke 1 reaches to (1e+300, 2), outside of ±1000000"},
		{`{"drawing":[[[` + many + `],[` + many + `]]]}`, "line 1: it has more than 4096 points"},
		{good + strings.Repeat(" ", maxLine+1), "line 2: it is longer than 1048576 bytes"},
	}
	for _, test := range tests {
		err := ReadStrokes(strings.NewReader(test.text), func(int, Drawing) error { return nil })
		assert.ErrorContains(t, err, test.want)
	}
}

// folder has 20 bitmaps of cats, as numbered by their shape, and 4 lines of
// trucks, as numbered by their points.
func folder() fstest.MapFS {
	var bitmaps []byte
	for i := range 20 {
		b := cross(0)
		if i%10 == 9 {
			b = new(Bitmap) // every tenth is empty
		}
		bitmaps = append(bitmaps, b[:]...)
	}
	var lines strings.Builder
	for i := range 4 {
		fmt.Fprintf(&lines, "{\"drawing\":[%s[[0],[9]]]}\n\n", strings.Repeat("[[1],[2]],", i))
	}
	return fstest.MapFS{
		"bitmaps/cat.bin":             {Data: bitmaps},
		"strokes/pickup truck.ndjson": {Data: []byte(lines.String())},
		"strokes/.hidden.ndjson":      {Data: []byte("no")},
		".hidden/dog.bin":             {Data: []byte("no")},
		"README.md":                   {Data: []byte("no")},
		"deeper/still/dog.bin":        {Data: []byte("no")},
	}
}

func TestReadFolder(t *testing.T) {
	train, err := ReadFolder(t.Context(), folder(), Train)
	require.NoError(t, err)
	test, err := ReadFolder(t.Context(), folder(), Test)
	require.NoError(t, err)

	require.Len(t, train, 18+2)
	require.Len(t, test, 2+2)
	for i, sample := range train[:18] {
		require.Equal(t, "cat", sample.Class, i)
		require.NotEmpty(t, sample.Drawing.Strokes, i)
	}
	for _, sample := range test[:2] {
		assert.Equal(t, Sample{Word: "cat", Class: "cat"}, sample, "the 10th and the 20th")
	}
	for i, samples := range [][]Sample{train[18:], test[2:]} {
		for k, sample := range samples {
			assert.Equal(t, "pickup_truck", sample.Word)
			assert.Equal(t, "truck", sample.Class)
			assert.Len(t, sample.Drawing.Strokes, 2*k+i+1)
		}
	}
}

func TestReadFolderErrors(t *testing.T) {
	tests := []struct {
		name   string
		change func(f fstest.MapFS)
		text   string
	}{
		{"unknown word", func(f fstest.MapFS) { f["a/banana.bin"] = &fstest.MapFile{Data: cross(0)[:]} },
			`a/banana.bin: no class is known for "banana", only for ["aircraft_carrier" "airplane"`},
		{"truncated", func(f fstest.MapFS) { f["bitmaps/cat.bin"].Data = f["bitmaps/cat.bin"].Data[:1000] },
			"bitmaps/cat.bin: 216 bytes are left after 1 drawings"},
		{"bad line", func(f fstest.MapFS) { f["truck.ndjson"] = &fstest.MapFile{Data: []byte("\n{}\n")} },
			"truck.ndjson: line 2: it has no stroke"},
		{"no file", func(f fstest.MapFS) { f["a/dog.bin/x"] = &fstest.MapFile{} },
			"a/dog.bin: this is not a file"},
		{"nothing there", func(f fstest.MapFS) { clear(f) },
			"no WORD.bin or WORD.ndjson is in the folder"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			f := folder()
			test.change(f)
			_, err := ReadFolder(t.Context(), f, Train)
			assert.ErrorContains(t, err, test.text)
		})
	}
}

// sized is a file system whose files say that they have a size.
type sized struct {
	fstest.MapFS
	size int64
}

func (s sized) Stat(name string) (fs.FileInfo, error) {
	info, err := s.MapFS.Stat(name)
	return sizedInfo{info, s.size}, err
}

type sizedInfo struct {
	fs.FileInfo
	size int64
}

func (s sizedInfo) Size() int64 { return s.size }

func TestReadFolderRefusesHugeFiles(t *testing.T) {
	_, err := ReadFolder(t.Context(), sized{folder(), maxFileBytes + 1}, Train)
	assert.ErrorContains(t, err, "bitmaps/cat.bin: it has 256 MiB, more than 256")
}

func TestReadFolderStops(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := ReadFolder(ctx, folder(), Train)
	assert.ErrorIs(t, err, context.Canceled)
}

func TestClassOf(t *testing.T) {
	for word, want := range map[string]string{"car": "automobile", "cruise ship": "ship", "pickup_truck": "truck"} {
		class, ok := ClassOf(word)
		assert.True(t, ok, word)
		assert.Equal(t, want, class)
	}
	_, ok := ClassOf("banana")
	assert.False(t, ok)
}

// fits requires what a Drawing promises.
func fits(t *testing.T, d Drawing) {
	if len(d.Strokes) == 0 {
		return
	}
	for _, stroke := range d.Strokes {
		require.NotEmpty(t, stroke)
	}
	b := boundsOf(d.Strokes)
	if larger := b.larger(); larger != 0 {
		// Simplified lines may be a little shorter.
		require.InDelta(t, 1, larger, 0.1)
	}
	x, y := b.centre()
	require.False(t, math.IsNaN(float64(x+y)))
	require.InDelta(t, 0.5, x, 0.1)
	require.InDelta(t, 0.5, y, 0.1)
}

func FuzzReadStrokes(f *testing.F) {
	f.Add([]byte(`{"word":"car","drawing":[[[0,50,100],[0,0,0]],[[100],[200]]]}` + "\n"))
	f.Add([]byte(`{"drawing":[[[1e6,-1e6],[1e-9,0]]]}` + "\n\n{}"))
	f.Add([]byte(`{"drawing":[[[1e-45,0],[-1e-40,1e-40]]]}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		var r Renderer
		style := Board()
		style.Sheet = 16
		last := 0
		_ = ReadStrokes(bytes.NewReader(text), func(line int, d Drawing) error {
			require.Greater(t, line, last)
			last = line
			fits(t, d)
			r.Sheet(d, style)
			return nil
		})
	})
}

// Bitmaps of noise, as sparse as part says, black or grey: the fuzzer would spend
// its time on making bitmaps of its own smaller.
func FuzzTrace(f *testing.F) {
	f.Add(uint64(1), byte(0), false)
	f.Add(uint64(2), byte(100), true)
	f.Add(uint64(3), byte(255), false)
	f.Fuzz(func(t *testing.T, seed uint64, part byte, grey bool) {
		rng := rand.New(rand.NewPCG(seed, 1))
		var b Bitmap
		for i := range b {
			if byte(rng.Uint32()) <= part {
				b[i] = 255
				if grey {
					b[i] = byte(rng.Uint32())
				}
			}
		}
		fits(t, new(Tracer).Trace(&b))
	})
}
