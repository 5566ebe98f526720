package dataset

import (
	"bytes"
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// records makes a CIFAR file: labels, each as many bytes as given, with the
// pixel at row y and column x being (x, y, first label byte).
func records(labels ...[]byte) []byte {
	var file []byte
	for _, label := range labels {
		file = append(file, label...)
		for plane := range 3 {
			for y := range 32 {
				for x := range 32 {
					file = append(file, []byte{byte(x), byte(y), label[0]}[plane])
				}
			}
		}
	}
	return file
}

func write(t testing.TB, path string, data []byte) {
	t.Helper()
	require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
	require.NoError(t, os.WriteFile(path, data, 0o644))
}

// writeCIFAR10 makes a training set of labels 0 to 9 and a test set of 7, 8.
func writeCIFAR10(t testing.TB, dir string) {
	t.Helper()
	for i, name := range cifarVersions["cifar10"].files[splitTrain] {
		write(t, filepath.Join(dir, name), records([]byte{byte(2 * i)}, []byte{byte(2*i + 1)}))
	}
	write(t, filepath.Join(dir, "test_batch.bin"), records([]byte{7}, []byte{8}))
}

func TestOpenCIFAR10(t *testing.T) {
	plain := t.TempDir()
	writeCIFAR10(t, plain)
	nested := t.TempDir()
	writeCIFAR10(t, filepath.Join(nested, "cifar-10-batches-bin"))
	colons := filepath.Join(t.TempDir(), "a:b:test")
	writeCIFAR10(t, colons)

	train, test := []int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, []int{7, 8}
	tests := []struct {
		name, spec, defaultSplit string
		labels                   []int
		set                      string
	}{
		{"default", plain, "", train, "cifar10:train"},
		{"train", plain + ":train", "test", train, "cifar10:train"},
		{"test", plain + ":test", "", test, "cifar10:test"},
		{"default test", plain, "test", test, "cifar10:test"},
		{"sub-folder", nested + ":test", "", test, "cifar10:test"},
		{"colons", colons + ":train", "", train, "cifar10:train"},
		{"colons and split", colons + ":test", "", test, "cifar10:test"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			set, err := Open(t.Context(), "cifar10:"+test.spec, Options{DefaultSplit: test.defaultSplit})
			require.NoError(t, err)
			assert.Equal(t, test.labels, set.Labels)
			assert.Equal(t, test.set, set.Name)
			assert.Equal(t, 32, set.Size)
			assert.Equal(t, cifar10Classes, set.Classes)
			assert.Equal(t, len(test.labels), set.Len())
			last := set.Len() - 1
			pixel := set.Image(last)[(5*32+20)*3:][:3]
			assert.Equal(t, []byte{20, 5, byte(test.labels[last])}, pixel, "row 5, column 20")
		})
	}
}

func TestOpenCIFAR100(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "cifar-100-binary", "train.bin"), records([]byte{4, 0}, []byte{11, 99}))
	set, err := Open(t.Context(), "cifar100:"+dir, Options{})
	require.NoError(t, err)
	assert.Equal(t, []int{0, 99}, set.Labels, "fine labels")
	assert.Equal(t, "apple", set.Classes[0])
	assert.Equal(t, "worm", set.Classes[99])

	names := strings.Repeat("name\n", 99)
	path := filepath.Join(dir, "cifar-100-binary", "fine_label_names.txt")
	write(t, path, []byte(names))
	_, err = Open(t.Context(), "cifar100:"+dir, Options{})
	assert.ErrorContains(t, err, path+": 99 class names where CIFAR-100 has 100")

	write(t, path, []byte(names+"last\n"))
	set, err = Open(t.Context(), "cifar100:"+dir, Options{})
	require.NoError(t, err)
	assert.Equal(t, "last", set.Classes[99])
}

func TestCIFARClassLists(t *testing.T) {
	assert.Len(t, cifar10Classes, 10)
	assert.Len(t, cifar100Classes, 100)
	assert.IsIncreasing(t, cifar100Classes)
}

func TestOpenCIFARErrors(t *testing.T) {
	whole := records([]byte{1})
	const first = "data_batch_1.bin"
	tests := []struct {
		name   string
		damage func(t *testing.T, dir string)
		text   string
	}{
		{"first file missing", func(t *testing.T, dir string) { require.NoError(t, os.Remove(filepath.Join(dir, first))) },
			"no data_batch_1.bin in "},
		{"a file missing", func(t *testing.T, dir string) {
			require.NoError(t, os.Remove(filepath.Join(dir, "data_batch_4.bin")))
		}, "no data_batch_4.bin in "},
		{"truncated", func(t *testing.T, dir string) { write(t, filepath.Join(dir, first), whole[:3000]) },
			first + ": 3000 bytes are left after 0 records of 3073"},
		{"a byte too many", func(t *testing.T, dir string) {
			write(t, filepath.Join(dir, first), append(bytes.Clone(whole), 1))
		}, first + ": 1 bytes are left after 1 records of 3073"},
		{"empty", func(t *testing.T, dir string) { write(t, filepath.Join(dir, first), nil) }, first + ": the file is empty"},
		{"label", func(t *testing.T, dir string) { write(t, filepath.Join(dir, first), records([]byte{1}, []byte{10})) },
			first + ": record 1 has label 10"},
		{"a folder", func(t *testing.T, dir string) {
			require.NoError(t, os.Remove(filepath.Join(dir, first)))
			require.NoError(t, os.Mkdir(filepath.Join(dir, first), 0o755))
		}, first + ": this is not a file"},
		{"huge", func(t *testing.T, dir string) { require.NoError(t, os.Truncate(filepath.Join(dir, first), 1<<40)) },
			first + ": 1099511627776 bytes are too many"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			dir := t.TempDir()
			writeCIFAR10(t, dir)
			test.damage(t, dir)
			_, err := Open(t.Context(), "cifar10:"+dir, Options{})
			assert.ErrorContains(t, err, test.text)
		})
	}
}

func TestOpenCIFARMissingSaysHowToGetIt(t *testing.T) {
	dir := t.TempDir()
	_, err := Open(t.Context(), "cifar10:"+dir+":test", Options{})
	require.ErrorIs(t, err, fs.ErrNotExist)
	for _, part := range []string{"test_batch.bin", dir, officialURL + "cifar-10-binary.tar.gz", "(cifar10)"} {
		assert.ErrorContains(t, err, part)
	}
	_, err = Open(t.Context(), "cifar10:"+dir+"/nowhere", Options{})
	assert.ErrorContains(t, err, "check the folder's name")
}

func TestOpenCIFARCancelled(t *testing.T) {
	dir := t.TempDir()
	writeCIFAR10(t, dir)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := Open(ctx, "cifar10:"+dir, Options{})
	assert.ErrorIs(t, err, context.Canceled)
}

func TestOpenCIFARForWeights(t *testing.T) {
	dir := t.TempDir()
	writeCIFAR10(t, dir)
	reordered := []string{"truck", "ship", "horse", "frog", "dog", "deer", "cat", "bird", "automobile", "airplane", "unicorn"}
	set, err := Open(t.Context(), "cifar10:"+dir+":test", Options{Classes: reordered})
	require.NoError(t, err)
	assert.Equal(t, reordered, set.Classes)
	assert.Equal(t, []int{2, 1}, set.Labels, "horse, ship")

	_, err = Open(t.Context(), "cifar10:"+dir, Options{Classes: reordered[:8]})
	assert.ErrorContains(t, err, `(["airplane" "automobile"])`)
	assert.ErrorContains(t, err, `["truck" "ship" "horse" "frog" "dog" "deer" "cat" "bird"]`)
}

// With CANVASNET_CIFAR10 naming a folder, the real data must be what is
// published: 5,000 and 1,000 pictures a class, and the well-known mean colour.
func TestRealCIFAR10(t *testing.T) {
	dir := os.Getenv("CANVASNET_CIFAR10")
	if dir == "" {
		t.Skip("CANVASNET_CIFAR10 names no folder")
	}
	for split, perClass := range map[string]int{splitTrain: 5000, splitTest: 1000} {
		set, err := Open(t.Context(), "cifar10:"+dir+":"+split, Options{})
		require.NoError(t, err)
		count := make([]int, 10)
		for _, label := range set.Labels {
			count[label]++
		}
		for class, n := range count {
			assert.Equal(t, perClass, n, set.Classes[class])
		}
		if split == splitTrain {
			mean, std := set.MeanStd()
			assert.InDeltaSlice(t, []float64{0.4914, 0.4822, 0.4465}, mean[:], 1e-4)
			assert.InDeltaSlice(t, []float64{0.2470, 0.2435, 0.2616}, std[:], 1e-4)
		}
	}
}

func FuzzReadRecords(f *testing.F) {
	f.Add("cifar10", []byte{})
	f.Add("cifar10", records([]byte{3}))
	f.Add("cifar10", records([]byte{10}))
	f.Add("cifar100", records([]byte{3, 99}))
	f.Add("cifar100", records([]byte{3, 4}, []byte{5, 6})[:5000])
	f.Fuzz(func(t *testing.T, kind string, data []byte) {
		version, known := cifarVersions[kind]
		if !known {
			return
		}
		set := &Set{Size: cifarSize, Classes: version.classes}
		if err := version.readRecords(set, bytes.NewReader(data)); err != nil {
			return
		}
		var again []byte
		for i, label := range set.Labels {
			require.Less(t, label, len(version.classes))
			// The coarse label isn't kept.
			again = append(again, data[len(again):][:version.labelBytes-1]...)
			again = append(again, byte(label))
			image := set.Image(i)
			for plane := range 3 {
				for p := range cifarPlane {
					again = append(again, image[3*p+plane])
				}
			}
		}
		require.Equal(t, data, again, "what was accepted can be written back")
	})
}
